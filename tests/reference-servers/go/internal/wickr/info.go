package wickr

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"

	"plainservers/internal/wire"
)

// info is GetOidcInfo.
func (s *Server) info(w http.ResponseWriter, r *request) *failure {
	target, f := s.network(r.networkID)
	if f != nil {
		return f
	}
	target = s.lent(target)
	object := wire.Object{}
	switch {
	case target.configuration != nil:
		object.Add("openidConnectInfo", s.configuration(target))
	case s.is("unconfigured", "404"):
		return fail("ResourceNotFoundError", "The network has no OIDC configuration.")
	case s.is("unconfigured", "empty-texts"):
		object.Add("openidConnectInfo", wire.Object{{Name: "companyId", Value: ""}, {Name: "scopes", Value: ""}, {Name: "issuer", Value: ""}})
	}
	query := s.query(r)
	if query.Get("code") != "" && query.Get("grantType") != "" || s.has("token-info-always") {
		object.Add("tokenInfo", s.tokenInfo(query.Get("codeVerifier")))
	}
	s.send(w, object)
	return nil
}

// query decodes the query; what is not well-formed is left out.
func (s *Server) query(r *request) url.Values {
	raw := r.URL.RawQuery
	if !s.verifier.PlusIsSpace {
		raw = strings.ReplaceAll(raw, "+", "%2B")
	}
	values, _ := url.ParseQuery(raw)
	return values
}

// tokenInfo is made up; no provider was asked.
func (s *Server) tokenInfo(verifier string) wire.Object {
	object := wire.Object{{Name: "accessToken", Value: "made-up-access"}, {Name: "tokenType", Value: "Bearer"}}
	if s.is("token-info", "few") {
		return object
	}
	if verifier != "" {
		sum := sha256.Sum256([]byte(verifier))
		object.Add("codeVerifier", verifier)
		object.Add("codeChallenge", base64.RawURLEncoding.EncodeToString(sum[:]))
	}
	object.Add("idToken", "made-up-id")
	object.Add("refreshToken", "made-up-refresh")
	expires := int64(3600)
	if s.is("token-info", "large-number") {
		expires = 1 << 52
	}
	object.Add("expiresIn", expires)
	return object
}
