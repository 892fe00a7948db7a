package pvwa

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// handler answers a request or returns why not.
type handler func(w http.ResponseWriter, r *request) *problem

// route is a known path; "*" stands for an id, which keeps its case.
type route struct {
	path    []string
	methods map[string]handler
}

func words(path string) []string { return strings.Split(path, "/") }

// routes lists the known paths below the base path, in lower case.
func (s *Server) routes() []route {
	routes := []route{
		{words("api/configuration/oidc/providers"), map[string]handler{"GET": s.listProviders, "POST": s.addProvider}},
		{words("api/configuration/oidc/providers/*"), map[string]handler{"GET": s.readProvider, "PUT": s.updateProvider, "DELETE": s.deleteProvider}},
		{words("api/configuration/authenticationmethods"), map[string]handler{"GET": s.listMethods, "POST": s.addMethod}},
		{words("api/configuration/authenticationmethods/*"), map[string]handler{"GET": s.readMethod, "PUT": s.updateMethod, "DELETE": s.deleteMethod}},
		{words("api/auth/logoff"), map[string]handler{"POST": s.logOff}},
	}
	for _, kind := range []string{"cyberark", "ldap", "radius", "windows"} {
		routes = append(routes, route{words("api/auth/" + kind + "/logon"), map[string]handler{"POST": s.logOnBy(kind)}})
	}
	if s.is("saml", "refused") {
		routes = append(routes, route{words("api/auth/saml/logon"), map[string]handler{"POST": s.logOnSAML}})
	}
	if s.is("timeout-path", "present") {
		routes = append(routes, route{words("api/settings/timeout"), map[string]handler{"GET": s.readTimeout}})
	}
	return routes
}

// find looks up the handler of a request and the id in its path.
func (s *Server) find(r *http.Request) (handler, string, *problem) {
	segments, known := splitPath(r.URL)
	if !known {
		return nil, "", notFound("requested resource")
	}
	for _, route := range s.routes() {
		id, match := route.match(segments)
		if !match {
			continue
		}
		if s.config.UpdateOnly {
			return s.findUpdate(r.Method, route, id)
		}
		if s.has("id-not-decoded") && route.path[len(route.path)-2] == "authenticationmethods" {
			id = path.Base(r.URL.EscapedPath())
		}
		return route.choose(r.Method, id)
	}
	return nil, "", notFound("requested resource")
}

// choose takes the handler for a method; HEAD is answered like GET.
func (r route) choose(method, id string) (handler, string, *problem) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if found := r.methods[method]; found != nil {
		return found, id, nil
	}
	return nil, "", wrongMethod(r.allow())
}

// findUpdate is choose for a server that has nothing but the update: any other
// operation of the family is an unknown path. A method that the path has in
// no PVWA stays 405.
func (s *Server) findUpdate(method string, found route, id string) (handler, string, *problem) {
	if found.methods["PUT"] == nil || !slices.Contains(found.path, "providers") {
		return nil, "", notFound("requested resource")
	}
	switch method {
	case http.MethodPut:
		return s.updateProvider, id, nil
	case http.MethodGet, http.MethodHead, http.MethodDelete:
		return nil, "", notFound("requested resource")
	}
	return nil, "", wrongMethod("PUT")
}

// allow lists the methods of a path.
func (r route) allow() string {
	list := []string{}
	for method := range r.methods {
		list = append(list, method)
		if method == http.MethodGet {
			list = append(list, http.MethodHead)
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// match compares segments with the path of a route, ignoring letter case.
func (r route) match(segments []string) (string, bool) {
	if len(segments) != len(r.path) {
		return "", false
	}
	id := ""
	for i, word := range r.path {
		switch {
		case word == "*" && segments[i] != "":
			id = segments[i]
		case word != strings.ToLower(segments[i]):
			return "", false
		}
	}
	return id, true
}

// splitPath decodes the segments below the base path, with or without a slash
// at the end.
func splitPath(address *url.URL) ([]string, bool) {
	rest, found := strings.CutPrefix(address.EscapedPath(), "/")
	if !found {
		return nil, false
	}
	segments := words(strings.TrimSuffix(rest, "/"))
	for i, segment := range segments {
		decoded, err := url.PathUnescape(segment)
		if err != nil {
			return nil, false
		}
		segments[i] = decoded
	}
	if !strings.EqualFold(segments[0], strings.TrimPrefix(BasePath, "/")) {
		return nil, false
	}
	return segments[1:], true
}

// isUpdate reports whether a request is the update of a provider.
func isUpdate(r *http.Request) bool {
	return r.Method == http.MethodPut && isProvider(r)
}

// isProvider reports whether a path is that of one provider.
func isProvider(r *http.Request) bool {
	segments, known := splitPath(r.URL)
	return known && len(segments) == 5 && strings.EqualFold(segments[3], "providers")
}

// isLogOn reports whether a path is that of a log-on, of any type: those need
// no session, so nothing about them waits for one.
func isLogOn(r *http.Request) bool {
	segments, known := splitPath(r.URL)
	return known && len(segments) == 4 && strings.EqualFold(segments[1], "auth") && strings.EqualFold(segments[3], "logon")
}
