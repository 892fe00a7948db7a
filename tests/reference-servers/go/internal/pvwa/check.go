package pvwa

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// providerMembers are the documented members of a provider in a request.
var providerMembers = []string{"id", "authenticationFlow", "discoveryEndpointUrl", "authenticationEndpointUrl", "issuer", "jwkSet",
	"clientId", "clientSecret", "clientSecretMethod", "userNameClaim", "description"}

// newProvider checks a body. Without an id from the path, the body has one.
func (s *Server) newProvider(body *parsed, pathID string) (*provider, *problem) {
	m := s.open(body, providerMembers)
	m.update = pathID != ""
	made := &provider{id: pathID}
	if !m.update {
		made.id = m.newID()
	}
	made.flow = m.flow()
	m.takeEndpoints(made)
	made.clientID = m.clientID()
	made.secret = m.text("clientSecret", false, 200)
	made.secretMethod = m.secretMethod()
	made.claim = m.claim()
	made.description = m.description()
	if m.faulty("unknown-members-refused") {
		m.refuseOthers()
	}
	return made, m.first
}

// newID reads the id of an add.
func (m *members) newID() string {
	id := m.text("id", true, 50)
	if id == nil {
		return ""
	}
	right := letterOrDigit(m.server.is("id-letters", "unicode"))
	if *id == "" || strings.ContainsFunc(*id, func(r rune) bool { return !right(r) }) {
		m.fail(invalid("id", "must consist of letters and digits."))
	}
	if m.server.has("id-leading-zeros") {
		return asNumber(*id)
	}
	return *id
}

func (m *members) flow() string {
	flow := m.text("authenticationFlow", false, 0)
	switch {
	case flow == nil || *flow == "Code":
		return "Code"
	case *flow == "Implicit" && m.server.is("implicit-flow", "taken"):
		return "Implicit"
	}
	m.fail(invalid("authenticationFlow", "must be Code."))
	return ""
}

// takeEndpoints reads the discovery URL or the three members in its place.
func (m *members) takeEndpoints(made *provider) {
	made.discovery = m.text("discoveryEndpointUrl", false, 0)
	made.endpoint = m.text("authenticationEndpointUrl", false, 0)
	made.issuer = m.text("issuer", false, 0)
	made.jwkSet = m.text("jwkSet", false, 0)
	m.checkURL("discoveryEndpointUrl", made.discovery)
	if made.discovery == nil {
		m.needThree(made)
	}
	if made.discovery == nil || m.server.is("irrelevant-check", "checked") {
		m.checkURL("authenticationEndpointUrl", made.endpoint)
		m.checkKeys(made.jwkSet)
	}
	if made.discovery != nil && m.server.is("irrelevant-members", "dropped") {
		made.endpoint, made.issuer, made.jwkSet = nil, nil, nil
	}
}

func (m *members) needThree(made *provider) {
	if m.faulty("neither-form-taken") {
		return
	}
	if made.endpoint == nil || made.issuer == nil || made.jwkSet == nil {
		m.fail(invalid("discoveryEndpointUrl", "is required, or authenticationEndpointUrl, issuer and jwkSet."))
	} else if m.server.is("three-member-form", "refused") {
		m.fail(invalid("discoveryEndpointUrl", "is required in this version."))
	}
}

func (m *members) checkURL(name string, value *string) {
	if value == nil {
		return
	}
	address, err := url.Parse(*value)
	bad := err != nil || !address.IsAbs() || strings.ContainsAny(*value, " \t\r\n")
	if !bad && m.server.is("url-schemes", "web") {
		bad = address.Hostname() == "" || address.Scheme != "http" && address.Scheme != "https"
	}
	if bad {
		m.fail(invalid(name, "must be an absolute URL."))
	}
}

// checkKeys checks that a jwkSet holds JSON with an array of keys.
func (m *members) checkKeys(value *string) {
	if value == nil {
		return
	}
	var set map[string]json.RawMessage
	var keys []map[string]any
	bad := json.Unmarshal([]byte(*value), &set) != nil || json.Unmarshal(set["keys"], &keys) != nil || keys == nil
	bad = bad || len(keys) == 0 && m.server.is("empty-jwk-list", "refused")
	for _, key := range keys {
		kind, _ := key["kty"].(string)
		bad = bad || key == nil || kind == "" && m.server.is("jwk-check", "kty-needed")
	}
	if bad {
		m.fail(invalid("jwkSet", "must be JSON with an array keys of JWKs."))
	}
}

func (m *members) clientID() string {
	limit := 100
	if m.server.has("client-id-101") {
		limit++
	}
	id := m.text("clientId", true, limit)
	if id == nil {
		return ""
	}
	lenient := m.server.is("empty-client-id", "taken") || m.faulty("empty-client-id-taken") || m.faulty("null-taken")
	if *id == "" && !lenient {
		m.fail(invalid("clientId", "must not be empty."))
	}
	return *id
}

// secretMethod reads the method and answers its capitalised form.
func (m *members) secretMethod() string {
	value := m.text("clientSecretMethod", true, 50)
	if value == nil {
		return ""
	}
	given := *value
	if m.server.is("secret-method-case", "any") {
		given = strings.ToLower(given)
	}
	switch given {
	case "Basic", "basic":
		return "Basic"
	case "Post", "post":
		return "Post"
	}
	if !m.faulty("any-secret-method") && !(given == "" && m.faulty("null-taken")) {
		m.fail(invalid("clientSecretMethod", "must be Basic or Post."))
	}
	return *value
}

func (m *members) claim() string {
	claim := m.text("userNameClaim", false, 50)
	if claim == nil {
		return m.claimDefault()
	}
	wide := m.server.is("claim-letters", "unicode")
	wrong := func(r rune) bool { return r != '_' && !(letter(wide)(r)) }
	checked := *claim
	if m.server.has("claim-newline") {
		checked = strings.TrimSuffix(checked, "\n")
	}
	if strings.ContainsFunc(checked, wrong) && !m.faulty("any-claim") {
		m.fail(invalid("userNameClaim", "must consist of letters and underscores."))
	}
	return *claim
}

func (m *members) refuseOthers() {
	for name := range m.body.members {
		if !slices.Contains(providerMembers, name) {
			m.fail(invalid("a member", "is not known."))
		}
	}
}

// letter says which runes are letters: those of ASCII, or all.
func letter(wide bool) func(rune) bool {
	return func(r rune) bool { return unicode.IsLetter(r) && (wide || r < unicode.MaxASCII) }
}

func letterOrDigit(wide bool) func(rune) bool {
	return func(r rune) bool { return letter(wide)(r) || unicode.IsDigit(r) && (wide || r < unicode.MaxASCII) }
}

func trimSlash(path string) string { return strings.TrimSuffix(path, "/") }

func escapeID(id string) string { return url.PathEscape(id) }
