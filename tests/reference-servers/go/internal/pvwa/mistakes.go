package pvwa

import (
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// memory is what only a server at fault remembers.
type memory struct {
	// list is the list of providers as it was answered last.
	list []any
	// deleted are providers by id, read those that an administrator has read.
	deleted map[string]*provider
	read    map[string]bool
}

func newMemory() memory {
	return memory{deleted: map[string]*provider{}, read: map[string]bool{}}
}

// has reports whether the server makes the named mistake.
func (s *Server) has(name string) bool { return s.config.Fault == name }

// redirect sends a path with a slash at its end to the one without.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request) bool {
	path := r.URL.EscapedPath()
	if !s.has("slash-redirect") || !isProvider(r) || trimSlash(path) == path {
		return false
	}
	w.Header().Set("Location", trimSlash(path))
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusMovedPermanently)
	return true
}

// listed is the list of providers as answers show it.
func (s *Server) listed() []any {
	if s.has("list-stale") && s.memory.list != nil {
		return s.memory.list
	}
	list := []any{}
	for _, found := range s.providers.list(s.choices.Get("list-order")) {
		object := s.object(found)
		if s.has("list-shows-secret") {
			object.AddText("clientSecret", found.secret)
		}
		for i, member := range object {
			if s.has("list-enum-number") && member.Name == "clientSecretMethod" {
				object[i].Value = slices.Index([]string{"Basic", "Post"}, found.secretMethod)
			}
		}
		list = append(list, object)
	}
	if s.has("list-page") && len(list) > 10 {
		list = list[:10]
	}
	s.memory.list = list
	return list
}

// lookUp finds a provider to be read.
func (s *Server) lookUp(id string) (*provider, bool) {
	found, there := s.providers.get(id)
	if there || !s.has("read-by-prefix") {
		return found, there
	}
	for _, other := range s.providers.list("added") {
		if strings.HasPrefix(other.id, id) {
			return other, true
		}
	}
	return nil, false
}

// readable checks what a read of a provider needs.
func (s *Server) readable(r *request) *problem {
	exists := func(id string) *problem {
		if _, there := s.lookUp(id); there {
			return nil
		}
		return s.providerExists(id)
	}
	found, denied := s.session(r.Request)
	if denied == nil && s.has("existence-leaks") {
		if p := s.checkID(r.id, exists); p != nil {
			return p
		}
	}
	if denied == nil && s.has("shared-cache") && s.memory.read[r.id] {
		return s.checkID(r.id, exists)
	}
	p := s.reach(r, exists)
	s.memory.read[r.id] = p == nil && found.admin
	return p
}

// matchCase makes the id of a delete that of a provider in other letter case.
func (s *Server) matchCase(r *request) {
	if _, there := s.providers.get(r.id); there || !s.has("delete-ignores-case") {
		return
	}
	for _, other := range s.providers.list("added") {
		if strings.EqualFold(other.id, r.id) {
			r.id = other.id
		}
	}
}

// echo puts the body of a refused add into the Details.
func (s *Server) echo(r *request, p *problem) *problem {
	if s.has("details-echo-body") {
		p.echo = "Received: " + string(r.body)
	}
	return p
}

func (s *Server) takenID() *problem {
	p := taken()
	if s.has("taken-400") {
		p.status = http.StatusBadRequest
	}
	return p
}

// keep saves a provider that was added.
func (s *Server) keep(added *provider) {
	s.memory.list = nil
	old := s.memory.deleted[added.id]
	if s.has("recreated-inherits") && old != nil && added.description == nil {
		added.description = old.description
	}
	if !s.has("lost-add") {
		s.providers.put(added.id, added)
		return
	}
	changed := s.providers
	changed.items, changed.order = maps.Clone(changed.items), slices.Clone(changed.order)
	changed.put(added.id, added)
	s.mutex.Unlock()
	time.Sleep(20 * time.Millisecond)
	s.mutex.Lock()
	s.providers = changed
}

// forget remembers what is about to be deleted.
func (s *Server) forget(id string) {
	s.memory.list = nil
	found, _ := s.providers.get(id)
	s.memory.deleted[found.id] = found
}

// writePart saves the clientId of an update that was refused for another member.
func (s *Server) writePart(id string, refused *provider) {
	found, there := s.providers.get(id)
	if s.has("partial-write") && there && refused != nil && refused.clientID != "" {
		found.clientID = refused.clientID
	}
}

// description reads the description as the server keeps it.
func (m *members) description() *string {
	text := m.text("description", false, 255)
	if text == nil {
		return nil
	}
	kept := *text
	if runes := []rune(kept); m.server.has("description-cut") && len(runes) > 200 {
		kept = string(runes[:200])
	}
	if m.server.has("html-escaped") {
		kept = html.EscapeString(kept)
	}
	return &kept
}

func (m *members) claimDefault() string {
	if m.update && m.server.has("wrong-claim-default") {
		return "sub"
	}
	return defaultClaim
}

// mistake changes a method before it is saved.
func (m *method) mistake(s *Server, added bool) {
	if added && s.has("false-as-true") && m.flags["enabled"] != nil {
		*m.flags["enabled"] = true
	}
	if s.has("labels-swapped") {
		m.texts["usernameFieldLabel"], m.texts["passwordFieldLabel"] = m.texts["passwordFieldLabel"], m.texts["usernameFieldLabel"]
	}
}

// idOfUpdate is the id that a method has after an update.
func (s *Server) idOfUpdate(r *request, old *method) string {
	if !s.has("body-id-wins") {
		return old.id
	}
	body, _ := s.parse(r)
	if id, there := body.members["id"].(string); there && id != "" && len([]rune(id)) <= 50 {
		return id
	}
	return old.id
}

// deletable checks what a delete of a method needs.
func (s *Server) deletable(r *request) *problem {
	if !s.has("delete-without-role") {
		return s.reach(r, s.methodExists)
	}
	if _, p := s.session(r.Request); p != nil {
		return p
	}
	return s.checkID(r.id, s.methodExists)
}

// asNumber drops the leading zeros of an id of digits.
func asNumber(id string) string {
	if id == "" || strings.ContainsFunc(id, func(r rune) bool { return r < '0' || r > '9' }) {
		return id
	}
	return strings.TrimLeft(id[:len(id)-1], "0") + id[len(id)-1:]
}
