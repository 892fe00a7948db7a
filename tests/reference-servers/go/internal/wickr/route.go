package wickr

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// route is what a path and a method lead to.
type route struct {
	// path is set for a known path, whatever the method.
	path      bool
	networkID string
	allow     string
	run       func(http.ResponseWriter, *request) *failure
	refused   *failure
}

// operation is a known path below the network, with its methods.
type operation struct {
	rest    []string
	methods []string
	run     func(http.ResponseWriter, *request) *failure
}

func (s *Server) operations() []operation {
	return []operation{
		{[]string{"oidc", "save"}, []string{"POST"}, s.save},
		{[]string{"oidc", "test"}, []string{"POST"}, s.test},
		{[]string{"oidc"}, []string{"GET", "HEAD"}, s.info},
	}
}

// find looks up a request's operation.
func (s *Server) find(r *http.Request) route {
	segments := s.segments(r.URL)
	if len(segments) < 3 || segments[0] != "networks" {
		return route{refused: s.unknownPath()}
	}
	for _, known := range s.operations() {
		if !slices.Equal(segments[2:], known.rest) {
			continue
		}
		found := route{path: true, networkID: segments[1], allow: strings.Join(known.methods, ", "), run: known.run}
		if !slices.Contains(known.methods, r.Method) {
			found.refused = s.otherMethod(found.allow)
		}
		return found
	}
	return route{refused: s.unknownPath()}
}

// segments decodes the path; nil for one that cannot be decoded.
func (s *Server) segments(address *url.URL) []string {
	path := strings.TrimPrefix(address.EscapedPath(), "/")
	if s.is("trailing-slash", "same") {
		path = strings.TrimSuffix(path, "/")
	}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		decoded, err := url.PathUnescape(segment)
		if err != nil {
			return nil
		}
		segments[i] = decoded
	}
	return segments
}

func (s *Server) unknownPath() *failure {
	return &failure{name: s.choices.Get("unknown-path"), status: 404, message: "There is no such operation."}
}

func (s *Server) otherMethod(allow string) *failure {
	message := "The operation does not have this method."
	switch s.choices.Get("other-method") {
	case "404":
		return fail("ResourceNotFoundError", message)
	case "400":
		return fail("BadRequestError", message)
	}
	return &failure{name: "MethodNotAllowedException", status: 405, message: message, allow: allow}
}

// isPreflight recognises a browser's question before the request proper.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Origin") != "" && r.Header.Get("Access-Control-Request-Method") != ""
}

// preflight answers a browser; it carries no signature.
func (s *Server) preflight(w http.ResponseWriter, found route) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Methods", found.allow)
	w.Header().Set("Access-Control-Allow-Headers", "authorization, content-type, x-amz-date, x-amz-security-token, x-amz-content-sha256")
	if s.is("preflight", "204") {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
}
