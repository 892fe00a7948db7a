package pvwa

import (
	"net/http"
	"strings"
	"sync"
	"time"

	"plainservers/internal/choice"
	"plainservers/internal/wire"
)

// BasePath is where the services are.
const BasePath = "/passwordvault"

// Config says what a PVWA holds at its start.
type Config struct {
	Users          []User
	SessionSeconds int
	Choices        *choice.Set
	// UpdateOnly leaves nothing but the update of a provider.
	UpdateOnly bool
	// Token is the only session token, and Existing the only provider, of a
	// server that has nothing but the update.
	Token, Existing string
	// UpdateFault is the name of a deliberate fault in the update, or empty.
	UpdateFault string
	// Fault is the name of a deliberate fault, or empty.
	Fault string
	// Now is the clock; nil means the real one.
	Now func() time.Time
}

// Server is a PVWA.
type Server struct {
	config    Config
	choices   *choice.Set
	style     *wire.Style
	mutex     sync.Mutex
	users     map[string]*account
	sessions  map[string]*session
	providers shelf[*provider]
	methods   shelf[*method]
	memory    memory
}

// New makes a server.
func New(config Config) *Server {
	if config.Now == nil {
		config.Now = time.Now
	}
	s := &Server{config: config, choices: config.Choices, style: wire.NewStyle(config.Choices),
		users: map[string]*account{}, sessions: map[string]*session{}, memory: newMemory()}
	fold := s.is("id-case", "same")
	s.providers, s.methods = newShelf[*provider](fold), newShelf[*method](fold)
	s.providers.numbers = s.has("id-leading-zeros")
	for _, user := range config.Users {
		s.users[user.Name] = &account{User: user}
	}
	if config.UpdateOnly {
		s.providers.put(config.Existing, startProvider(config.Existing, "Code"))
		return s
	}
	if s.is("providers-at-start", "one-implicit") {
		s.providers.put("OldImplicit1", startProvider("OldImplicit1", "Implicit"))
	}
	if s.is("methods-at-start", "built-in") {
		s.addBuiltIn()
	}
	return s
}

func startProvider(id, flow string) *provider {
	discovery := "https://idp.example.com/.well-known/openid-configuration"
	return &provider{id: id, flow: flow, clientID: "pvwa", secretMethod: "Basic", claim: defaultClaim, discovery: &discovery}
}

func (s *Server) addBuiltIn() {
	on, off := true, false
	for _, id := range []string{"cyberark", "ldap"} {
		name := strings.ToUpper(id)
		s.methods.put(id, &method{id: id, texts: map[string]*string{"displayName": &name}, flags: map[string]*bool{"enabled": &on, "mobileEnabled": &off}})
	}
}

func (s *Server) is(name, option string) bool { return s.choices.Is(name, option) }

func (s *Server) faulty(name string) bool { return s.config.UpdateFault == name }

// request is what a handler gets: the body has been read, the path split.
type request struct {
	*http.Request
	id      string
	body    []byte
	bodyErr error
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := wire.ReadBody(r)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.commonHeaders(w)
	if s.redirect(w, r) {
		return
	}
	handler, id, p := s.find(r)
	if p != nil && s.is("route-check", "after-session") && !s.config.UpdateOnly && !isLogOn(r) {
		if _, denied := s.session(r); denied != nil {
			p = denied
		}
	}
	if p == nil {
		p = handler(w, &request{Request: r, id: id, body: body, bodyErr: err})
	}
	if p != nil {
		s.refuse(w, r, p)
	}
}

func (s *Server) commonHeaders(w http.ResponseWriter) {
	if s.is("cookies", "set") || s.is("stickiness", "cookie-needed") {
		w.Header().Add("Set-Cookie", "LBNODE=node1; Path=/; HttpOnly")
		w.Header().Add("Set-Cookie", "CA66666=0A1B2C3D; Path=/PasswordVault/; SameSite=Lax")
	}
	if s.is("extra-headers", "set") {
		w.Header().Set("api-supported-versions", "1.0")
		w.Header().Set("Cache-Control", "no-cache, no-store, must-revalidate")
		w.Header().Set("Pragma", "no-cache")
	}
}

// send writes an answer with a body.
func (s *Server) send(w http.ResponseWriter, r *http.Request, status int, value any) {
	mediaType := "application/json"
	if strings.Contains(strings.ToLower(r.Header.Get("Accept")), "application/vnd.cyberark.api+json") {
		mediaType = "application/vnd.cyberark.api+json"
	}
	if s.has("read-text-html") && r.Method == http.MethodGet && status == http.StatusOK && isProvider(r) {
		mediaType = "text/html"
	}
	s.style.Send(w, status, mediaType, value)
}

// sendEmpty answers 200 without a body.
func (s *Server) sendEmpty(w http.ResponseWriter) {
	if s.is("empty-answer-type", "set") {
		w.Header().Set("Content-Type", s.style.MediaType("application/json"))
	}
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
}
