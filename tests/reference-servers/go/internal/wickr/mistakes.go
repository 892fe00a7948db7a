package wickr

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"plainservers/internal/wire"
)

// has reports whether the server makes the named mistake.
func (s *Server) has(name string) bool { return s.config.Fault == name }

// cutNetworkID shortens an id that is too long.
func (s *Server) cutNetworkID(found *route) {
	if s.has("long-network-id-cut") && len(found.networkID) > 8 {
		found.networkID = found.networkID[:8]
	}
}

// keep saves a configuration.
func (s *Server) keep(target *network, values map[string]any) {
	change := func(fault, name string, edit func(string) string) {
		if text, there := values[name].(string); there && s.has(fault) {
			values[name] = edit(text)
		}
	}
	change("scopes-sorted", "scopes", func(scopes string) string {
		list := strings.Split(scopes, " ")
		slices.Sort(list)
		return strings.Join(list, " ")
	})
	change("extra-params-decoded", "extraAuthParams", func(sent string) string {
		if decoded, err := url.PathUnescape(sent); err == nil {
			return decoded
		}
		return sent
	})
	change("emoji-lost", "customUsername", func(sent string) string {
		return strings.Map(func(r rune) rune {
			if r > 0xffff {
				return '?'
			}
			return r
		}, sent)
	})
	target.configuration = values
	target.saves++
	s.last = target
}

// answered is the network that a save answers with.
func (s *Server) answered(target *network) *network {
	if !s.has("answer-mixed") {
		return target
	}
	s.mutex.Unlock()
	time.Sleep(20 * time.Millisecond)
	s.mutex.Lock()
	return s.last
}

// lent is the network whose configuration a read shows.
func (s *Server) lent(target *network) *network {
	if s.has("unsaved-shows-other") && target.configuration == nil && s.last != nil {
		return s.last
	}
	return target
}

// addCount adds an applicationId that counts saves.
func (s *Server) addCount(object *wire.Object, target *network) {
	if s.has("application-id-grows") {
		object.Add("applicationId", target.saves)
	}
}

// shown is an optional member of a configuration as answers show it.
func (s *Server) shown(saved map[string]any, name string) (any, bool) {
	value, there := saved[name]
	text, _ := value.(string)
	secret, _ := saved["secret"].(string)
	if s.has("secret-in-extra-params") && name == "extraAuthParams" && text != "" && secret != "" {
		return text + "&client_secret=" + url.QueryEscape(secret), true
	}
	return value, there
}

// membersOfTest are the members of a test.
func (s *Server) membersOfTest() []member {
	if !s.has("test-scopes-optional") {
		return testMembers
	}
	lax := slices.Clone(testMembers)
	lax[1].required = false
	return lax
}

// readsFreely reports whether a request needs no rights.
func (s *Server) readsFreely(r *http.Request, found route) bool {
	return s.has("info-without-role") && r.Method == http.MethodGet && found.refused == nil
}
