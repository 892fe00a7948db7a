package wickr

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"plainservers/internal/wire"
)

// saveMembers are the members of RegisterOidcConfig.
var saveMembers = []member{
	{name: "companyId", required: true, needsText: true, worded: "Company ID is required"},
	{name: "issuer", required: true},
	{name: "scopes", required: true},
	{name: "customUsername"},
	{name: "extraAuthParams"},
	{name: "secret"},
	{name: "ssoTokenBufferMinutes", integer: true},
	{name: "userId"},
}

// save is RegisterOidcConfig: it replaces the configuration of a network.
func (s *Server) save(w http.ResponseWriter, r *request) *failure {
	values, target, f := s.read(r, saveMembers)
	if f != nil {
		return f
	}
	if f := s.checkSave(values); f != nil {
		return f
	}
	s.keep(target, values)
	answer := s.configuration(s.answered(target))
	if s.has("save-answer-short") {
		answer = slices.DeleteFunc(answer, func(m wire.Member) bool { return m.Name == "scopes" })
	}
	s.send(w, answer)
	return nil
}

// checkSave checks contents.
func (s *Server) checkSave(values map[string]any) *failure {
	company, _ := values["companyId"].(string)
	if !strings.HasPrefix(company, s.config.CompanyPrefix) {
		f := fail("BadRequestError", "Invalid companyId")
		f.worded = true
		return f
	}
	issuer, _ := values["issuer"].(string)
	if s.is("save-issuer", "refused") && !reachable(issuer) {
		return invalidEndpoint()
	}
	return nil
}

// configuration is the configuration of a network as answers show it.
func (s *Server) configuration(target *network) wire.Object {
	saved := target.configuration
	object := wire.Object{
		{Name: "companyId", Value: saved["companyId"]},
		{Name: "scopes", Value: saved["scopes"]},
		{Name: "issuer", Value: saved["issuer"]},
	}
	s.addMade(&object, target)
	s.addCount(&object, target)
	s.addSecret(&object, saved["secret"])
	s.addUserID(&object, saved["userId"])
	for _, name := range []string{"customUsername", "ssoTokenBufferMinutes", "extraAuthParams"} {
		if value, there := s.shown(saved, name); there {
			object.Add(name, value)
		} else if s.is("unset-members", "empty") && name != "ssoTokenBufferMinutes" {
			object.Add(name, "")
		}
	}
	return object
}

// addMade adds what the server makes itself.
func (s *Server) addMade(object *wire.Object, target *network) {
	if !s.is("server-made", "some") {
		return
	}
	sum := sha256.Sum256([]byte("client of network " + target.id))
	object.Add("applicationName", "Network "+target.id)
	if !s.is("user-id", "as-client-id") {
		object.Add("clientId", hex.EncodeToString(sum[:10]))
	}
	object.Add("redirectUrl", "https://messaging-pro-prod.wickr.com/deeplink/oidc.php")
	if !s.has("application-id-grows") {
		object.Add("applicationId", 3)
	}
}

func (s *Server) addSecret(object *wire.Object, secret any) {
	if secret == nil || s.is("secret-in-answer", "absent") {
		return
	}
	if s.is("secret-in-answer", "masked") {
		secret = "********"
	}
	if !s.is("secret-member", "clientSecret") {
		object.Add("secret", secret)
	}
	if !s.is("secret-member", "secret") {
		object.Add("clientSecret", secret)
	}
}

func (s *Server) addUserID(object *wire.Object, userID any) {
	if userID == nil {
		return
	}
	if s.is("user-id", "as-client-id") {
		object.Add("clientId", userID)
		return
	}
	object.Add("userId", userID)
}
