package wickr

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"plainservers/internal/wire"
)

// testMembers are the members of RegisterOidcConfigTest.
var testMembers = []member{
	{name: "issuer", required: true, needsText: true, worded: "issuer is a required field"},
	{name: "scopes", required: true},
	{name: "extraAuthParams"},
	{name: "certificate"},
}

// test is RegisterOidcConfigTest. It connects nowhere: for an issuer that
// looks public the answer is made up.
func (s *Server) test(w http.ResponseWriter, r *request) *failure {
	values, target, f := s.read(r, s.membersOfTest())
	if f != nil {
		return f
	}
	issuer, _ := values["issuer"].(string)
	if !reachable(issuer) {
		return invalidEndpoint()
	}
	if s.has("test-saves") && target.configuration != nil {
		target.configuration["issuer"] = issuer
	}
	s.send(w, s.testAnswer(issuer))
	return nil
}

func invalidEndpoint() *failure {
	f := fail("BadRequestError", "issuer contains an invalid endpoint")
	f.worded = true
	return f
}

func (s *Server) testAnswer(issuer string) wire.Object {
	if s.is("test-answer", "none") {
		return wire.Object{}
	}
	if s.is("test-answer", "few") {
		return wire.Object{{Name: "issuer", Value: issuer}, {Name: "scopesSupported", Value: []string{}}, {Name: "grantTypesSupported", Value: []string{}}}
	}
	base := strings.TrimSuffix(issuer, "/")
	object := wire.Object{
		{Name: "issuer", Value: issuer},
		{Name: "authorizationEndpoint", Value: base + "/authorize"},
		{Name: "tokenEndpoint", Value: base + "/token"},
		{Name: "userinfoEndpoint", Value: base + "/userinfo"},
		{Name: "endSessionEndpoint", Value: base + "/logout"},
		{Name: "logoutEndpoint", Value: base + "/logout"},
		{Name: "revocationEndpoint", Value: base + "/revoke"},
		{Name: "responseTypesSupported", Value: s.list("code", "id_token")},
		{Name: "scopesSupported", Value: s.list("openid", "profile", "email", "offline_access")},
		{Name: "grantTypesSupported", Value: s.list("authorization_code", "refresh_token")},
		{Name: "tokenEndpointAuthMethodsSupported", Value: s.list("client_secret_basic", "client_secret_post")},
	}
	if flag := s.choices.Get("microsoft-flag"); flag != "absent" {
		object.Add("microsoftMultiRefreshToken", flag == "true")
	}
	return object
}

func (s *Server) list(items ...string) []string {
	if s.is("list-order", "reversed") {
		slices.Reverse(items)
	}
	return items
}

// localEndings are ends of host names that no public name has.
var localEndings = []string{".invalid", ".localhost", ".local", ".internal", ".lan", ".home.arpa"}

// reachable reports whether an issuer looks like one of the public Internet.
func reachable(issuer string) bool {
	address, err := url.Parse(issuer)
	if err != nil || address.Scheme != "https" || address.Hostname() == "" || address.User != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(address.Hostname(), "."))
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsGlobalUnicast() && !ip.IsPrivate()
	}
	if !strings.Contains(host, ".") || strings.ContainsAny(host, " \t") {
		return false
	}
	return !slices.ContainsFunc(localEndings, func(end string) bool { return strings.HasSuffix(host, end) })
}
