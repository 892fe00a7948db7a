package pvwa

import (
	"net/http"

	"plainservers/internal/wire"
)

const defaultClaim = "preferred_username"

// provider is an OIDC identity provider. The secret is kept and never told.
type provider struct {
	id, flow, clientID, secretMethod, claim string

	discovery, endpoint, issuer, jwkSet, secret, description *string
}

// object is a provider as answers show it.
func (s *Server) object(p *provider) wire.Object {
	object := wire.Object{{Name: "id", Value: p.id}, {Name: "authenticationFlow", Value: p.flow}}
	s.addUnset(&object, "discoveryEndpointUrl", p.discovery, false)
	s.addUnset(&object, "authenticationEndpointUrl", p.endpoint, false)
	s.addUnset(&object, "issuer", p.issuer, true)
	s.addUnset(&object, "jwkSet", p.jwkSet, false)
	object.Add("clientId", p.clientID)
	object.Add("clientSecretMethod", p.secretMethod)
	object.Add("userNameClaim", p.claim)
	s.addUnset(&object, "description", p.description, true)
	if s.is("undocumented-members", "some") {
		object.Add("lastModified", 1700000000)
	}
	return object
}

// addUnset adds an optional member, also when it is not set, as chosen. Only
// plain texts can be empty.
func (s *Server) addUnset(object *wire.Object, name string, value *string, plain bool) {
	switch {
	case value != nil:
		object.Add(name, *value)
	case s.is("unset-members", "empty") && plain:
		object.Add(name, "")
	case s.is("unset-members", "null"):
		object.Add(name, nil)
	}
}

func (s *Server) listProviders(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	s.send(w, r.Request, 200, wire.Object{{Name: "Providers", Value: s.listed()}})
	return nil
}

func (s *Server) readProvider(w http.ResponseWriter, r *request) *problem {
	if p := s.readable(r); p != nil {
		return p
	}
	found, _ := s.lookUp(r.id)
	s.send(w, r.Request, 200, s.object(found))
	return nil
}

func (s *Server) addProvider(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	body, p := s.parse(r)
	if p != nil {
		return p
	}
	added, p := s.newProvider(body, "")
	if p != nil {
		return s.echo(r, p)
	}
	if s.providerExists(added.id) == nil || s.has("id-not-freed") && s.memory.deleted[added.id] != nil {
		return s.takenID()
	}
	s.keep(added)
	s.sendCreated(w, r, added.id, s.object(added))
	return nil
}

func (s *Server) deleteProvider(w http.ResponseWriter, r *request) *problem {
	s.matchCase(r)
	if p := s.reach(r, s.providerExists); p != nil {
		return p
	}
	s.forget(r.id)
	s.providers.remove(r.id)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (s *Server) updateProvider(w http.ResponseWriter, r *request) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	if p := s.faultBefore(r); p != nil {
		return p
	}
	updated, p := s.checkUpdate(r)
	if p != nil {
		s.writePart(r.id, updated)
		return s.faultInError(r, p)
	}
	if s.faulty("unknown-id-taken") {
		if _, found := s.providers.get(r.id); !found {
			s.sendEmpty(w)
			return nil
		}
	}
	old, _ := s.providers.get(r.id)
	updated.id = old.id
	if s.has("update-keeps-description") && updated.description == nil {
		updated.description = old.description
	}
	s.providers.put(r.id, updated)
	if s.faulty("answers-provider") {
		s.send(w, r.Request, 200, s.object(updated))
		return nil
	}
	s.sendEmpty(w)
	return nil
}

// checkUpdate looks at the id and the body of an update in the chosen order.
func (s *Server) checkUpdate(r *request) (*provider, *problem) {
	exists := s.providerExists
	if s.faulty("unknown-id-taken") {
		exists = func(string) *problem { return nil }
	}
	var updated *provider
	p := s.inOrder(r, exists, func(body *parsed) (p *problem) {
		updated, p = s.newProvider(body, r.id)
		return p
	})
	return updated, p
}

// providerExists is nil for an id that is there.
func (s *Server) providerExists(id string) *problem {
	if _, found := s.providers.get(id); !found {
		p := notFound("OIDC identity provider")
		p.bare = s.has("not-found-empty")
		return p
	}
	return nil
}

// reach checks session, permission and existence.
func (s *Server) reach(r *request, exists func(string) *problem) *problem {
	if p := s.admin(r); p != nil {
		return p
	}
	return s.checkID(r.id, exists)
}

// checkID checks the id in the path: its length, then its existence.
func (s *Server) checkID(id string, exists func(string) *problem) *problem {
	if len([]rune(id)) > 50 && s.is("long-path-id", "400") {
		return invalid("id", "is too long.")
	}
	return exists(id)
}

// inOrder checks existence and body in the chosen order.
func (s *Server) inOrder(r *request, exists func(string) *problem, check func(*parsed) *problem) *problem {
	first := s.choices.Get("check-order")
	if first == "existence-first" {
		if p := s.checkID(r.id, exists); p != nil {
			return p
		}
	}
	body, p := s.parse(r)
	if p != nil {
		return p
	}
	if first == "syntax-first" {
		if p := s.checkID(r.id, exists); p != nil {
			return p
		}
	}
	if p := check(body); p != nil {
		return p
	}
	return s.checkID(r.id, exists)
}

// sendCreated answers 201 with what was added.
func (s *Server) sendCreated(w http.ResponseWriter, r *request, id string, object wire.Object) {
	if s.is("location", "set") {
		w.Header().Set("Location", trimSlash(r.URL.Path)+"/"+escapeID(id))
	}
	s.send(w, r.Request, http.StatusCreated, object)
}
