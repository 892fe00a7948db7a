package pvwa

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"plainservers/internal/wire"
)

// method is an authentication method.
type method struct {
	id    string
	texts map[string]*string
	flags map[string]*bool
}

// methodTexts are the text members of a method with their limits.
var methodTexts = []struct {
	name  string
	limit int
}{
	{"displayName", 50}, {"logoffUrl", 2000}, {"secondFactorAuth", 0}, {"signInLabel", 100},
	{"usernameFieldLabel", 50}, {"passwordFieldLabel", 50},
}

func isMethodText(name string) bool {
	for _, member := range methodTexts {
		if member.name == name {
			return true
		}
	}
	return false
}

// methodFlags are the boolean members of a method.
var methodFlags = []string{"enabled", "mobileEnabled"}

// secondFactors are the values of secondFactorAuth; an empty one switches it off.
var secondFactors = []string{"cyberark", "radius", "ldap"}

// methodObject is a method as answers show it.
func (s *Server) methodObject(found *method) wire.Object {
	object := wire.Object{{Name: "id", Value: found.id}}
	fill := s.is("method-unset", "filled")
	for _, name := range methodFlags {
		if flag := found.flags[name]; flag != nil {
			object.Add(name, *flag)
		} else if fill {
			object.Add(name, false)
		}
	}
	for _, member := range methodTexts {
		if text := found.texts[member.name]; text != nil {
			object.Add(member.name, *text)
		} else if fill {
			object.Add(member.name, "")
		}
	}
	return object
}

func (s *Server) listMethods(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil && !(s.has("list-without-session") && p.status != http.StatusForbidden) {
		return p
	}
	list := []any{}
	for _, found := range s.methods.list(s.choices.Get("list-order")) {
		list = append(list, s.methodObject(found))
	}
	s.send(w, r.Request, 200, wire.Object{{Name: "Methods", Value: list}})
	return nil
}

func (s *Server) readMethod(w http.ResponseWriter, r *request) *problem {
	if p := s.reach(r, s.methodExists); p != nil {
		return p
	}
	found, _ := s.methods.get(r.id)
	s.send(w, r.Request, 200, s.methodObject(found))
	return nil
}

func (s *Server) addMethod(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	body, p := s.parse(r)
	if p != nil {
		return p
	}
	added, p := s.newMethod(body, "")
	if p != nil {
		return p
	}
	if s.methodExists(added.id) == nil && !s.has("add-overwrites") {
		return taken()
	}
	s.methods.put(added.id, added)
	s.sendCreated(w, r, added.id, s.methodObject(added))
	return nil
}

func (s *Server) updateMethod(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	var updated *method
	p := s.inOrder(r, s.methodExists, func(body *parsed) (p *problem) {
		updated, p = s.newMethod(body, r.id)
		return p
	})
	if p != nil {
		return p
	}
	old, _ := s.methods.get(r.id)
	updated.id = s.idOfUpdate(r, old)
	if s.is("method-update", "merges") {
		updated.merge(old)
	}
	if off := updated.texts["secondFactorAuth"]; s.has("second-factor-kept") && off != nil && *off == "" {
		updated.texts["secondFactorAuth"] = old.texts["secondFactorAuth"]
		updated.dropUnset()
	}
	if updated.id != old.id {
		s.methods.remove(old.id)
	}
	s.methods.put(updated.id, updated)
	if s.has("update-answers-before") {
		updated = old
	}
	s.send(w, r.Request, 200, s.methodObject(updated))
	return nil
}

func (s *Server) deleteMethod(w http.ResponseWriter, r *request) *problem {
	if p := s.deletable(r); p != nil {
		return p
	}
	s.methods.remove(r.id)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// merge keeps what the update leaves out.
func (m *method) merge(old *method) {
	for name, value := range old.texts {
		if m.texts[name] == nil {
			m.texts[name] = value
		}
	}
	for name, value := range old.flags {
		if m.flags[name] == nil {
			m.flags[name] = value
		}
	}
}

func (s *Server) methodExists(id string) *problem {
	if _, found := s.methods.get(id); !found {
		return notFound("authentication method")
	}
	return nil
}

// newMethod checks a body. Without an id from the path, the body has one.
func (s *Server) newMethod(body *parsed, pathID string) (*method, *problem) {
	names := append([]string{"id"}, methodFlags...)
	for _, member := range methodTexts {
		names = append(names, member.name)
	}
	m := s.open(body, names)
	made := &method{id: pathID, texts: map[string]*string{}, flags: map[string]*bool{}}
	if pathID == "" {
		made.id = m.methodID()
	}
	for _, name := range methodFlags {
		made.flags[name] = m.flag(name)
	}
	for _, member := range methodTexts {
		if member.name != "secondFactorAuth" {
			made.texts[member.name] = m.text(member.name, false, member.limit)
		}
	}
	made.texts["secondFactorAuth"] = m.secondFactor()
	made.mistake(s, pathID == "")
	made.dropUnset()
	return made, m.first
}

func (m *method) dropUnset() {
	maps.DeleteFunc(m.texts, func(_ string, value *string) bool { return value == nil })
}

func (m *members) methodID() string {
	id := m.text("id", true, 50)
	if id == nil {
		return ""
	}
	if *id == "" {
		m.fail(invalid("id", "must not be empty."))
	}
	return *id
}

// secondFactor reads secondFactorAuth; the empty text is documented for it.
func (m *members) secondFactor() *string {
	value, there := m.value("secondFactorAuth", false)
	if !there {
		return nil
	}
	text, _ := value.(string)
	if value == "" {
		return &text
	}
	if m.server.is("second-factor-case", "any") {
		text = strings.ToLower(text)
	}
	if !slices.Contains(secondFactors, text) {
		m.fail(invalid("secondFactorAuth", "must be cyberark, radius or ldap."))
	}
	return &text
}
