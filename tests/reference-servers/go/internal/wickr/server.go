package wickr

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
	"sync"
	"time"

	"plainservers/internal/choice"
	"plainservers/internal/sigv4"
	"plainservers/internal/wire"
)

// Key is an access key. A key without rights is refused everywhere.
type Key struct {
	ID, Secret   string
	SessionToken string
	Admin        bool
}

// Config says what the API holds at its start.
type Config struct {
	Keys     []Key
	Networks []string
	Region   string
	// CompanyPrefix is what every companyId has to begin with, if not empty.
	CompanyPrefix string
	Choices       *choice.Set
	// Fault is the name of a deliberate fault, or empty.
	Fault string
	// Now is the clock; nil means the real one.
	Now func() time.Time
}

// network is one network; configuration is nil before the first save.
type network struct {
	id            string
	configuration map[string]any
	saves         int
}

// Server is a Wickr Admin API.
type Server struct {
	config   Config
	choices  *choice.Set
	style    *wire.Style
	verifier *sigv4.Verifier
	admins   map[string]bool
	mutex    sync.Mutex
	networks map[string]*network
	// last is the network that was saved last.
	last *network
}

// New makes a server.
func New(config Config) *Server {
	if config.Now == nil {
		config.Now = time.Now
	}
	s := &Server{config: config, choices: config.Choices, style: wire.NewStyle(config.Choices),
		admins: map[string]bool{}, networks: map[string]*network{}}
	keys := map[string]sigv4.Key{}
	for _, key := range config.Keys {
		keys[key.ID] = sigv4.Key{Secret: key.Secret, SessionToken: key.SessionToken}
		s.admins[key.ID] = key.Admin
	}
	s.verifier = &sigv4.Verifier{Service: "wickr", Region: config.Region, Keys: keys, Skew: 5 * time.Minute,
		Now: config.Now, PlusIsSpace: s.is("plus-in-query", "space"),
		Lenient: sigv4.Lenient{AnyRegion: s.has("region-any"), StatedHash: s.has("body-hash-trusted"),
			NoQuery: s.has("query-left-out"), AnyAge: s.has("old-request-taken")}}
	for _, id := range config.Networks {
		s.networks[id] = &network{id: id}
	}
	return s
}

func (s *Server) is(name, option string) bool { return s.choices.Is(name, option) }

// request is what an operation gets.
type request struct {
	*http.Request
	networkID string
	body      []byte
	bodyErr   error
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := wire.ReadBody(r)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.commonHeaders(w, r)
	found := s.find(r)
	s.cutNetworkID(&found)
	if found.path && isPreflight(r) {
		s.preflight(w, found)
		return
	}
	f := s.admit(r, found, body, err)
	if f == nil {
		f = found.run(w, &request{Request: r, networkID: found.networkID, body: body, bodyErr: err})
	}
	if f != nil {
		s.refuse(w, f)
	}
}

// admit checks route, signature, role and the form of the network id.
func (s *Server) admit(r *http.Request, found route, body []byte, bodyErr error) *failure {
	if found.refused != nil && s.is("route-check", "before-signature") {
		return found.refused
	}
	early := s.is("id-form-check", "before-signature")
	if f := s.checkNetworkID(found); f != nil && early {
		return f
	}
	if bodyErr != nil {
		return unreadable(bodyErr)
	}
	if f := s.authorize(r, body); f != nil && !(f.rights && s.readsFreely(r, found)) {
		return f
	}
	if found.refused != nil {
		return found.refused
	}
	return s.checkNetworkID(found)
}

// authorize checks the signature and the role.
func (s *Server) authorize(r *http.Request, body []byte) *failure {
	id, reason := s.verifier.Verify(r, body)
	if reason != "" {
		return s.notAuthentic(reason)
	}
	if !s.admins[id] {
		return &failure{name: s.choices.Get("forbidden"), status: 403, message: "You are not allowed to do this.", rights: true}
	}
	return nil
}

// notAuthentic words a refusal of the verifier as chosen.
func (s *Server) notAuthentic(reason sigv4.Reason) *failure {
	message := "The request is not signed as it should be: " + string(reason)
	f := &failure{name: string(reason), status: 403, message: message}
	switch s.choices.Get("auth-error") {
	case "401-seven":
		f = fail("UnauthorizedError", message)
	case "403-seven":
		f = fail("ForbiddenError", message)
	case "401-common":
		f.status = 401
	}
	f.unsigned = true
	return f
}

// checkNetworkID wants exactly 8 digits.
func (s *Server) checkNetworkID(found route) *failure {
	if !found.path {
		return nil
	}
	other := func(r rune) bool { return r < '0' || r > '9' }
	if len(found.networkID) != 8 || strings.ContainsFunc(found.networkID, other) {
		return s.failAs("network-id-form", "networkId", "networkId must have exactly 8 digits.")
	}
	return nil
}

func (s *Server) commonHeaders(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Origin") != "" || s.is("cors", "always") {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("Access-Control-Expose-Headers", "x-amzn-errortype, x-amzn-requestid")
	}
	if s.is("request-id", "set") {
		id := make([]byte, 16)
		rand.Read(id)
		w.Header().Set("x-amzn-requestid", hex.EncodeToString(id))
	}
}

// send writes a 200.
func (s *Server) send(w http.ResponseWriter, object wire.Object) {
	s.style.Send(w, http.StatusOK, "application/json", object)
}
