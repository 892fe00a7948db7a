package pvwa

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"plainservers/internal/wire"
)

// User is somebody who may log on. Admin stands for the Vault Admins group.
type User struct {
	Name, Password string
	Admin          bool
}

// account is a user with the wrong passwords since the last right one.
type account struct {
	User
	wrong      int
	challenged bool
}

type session struct {
	user    string
	admin   bool
	counted time.Time
	// ended is set by a log-off that a server at fault only half believes.
	ended bool
}

// session finds the session of a request.
func (s *Server) session(r *http.Request) (*session, *problem) {
	token := r.Header.Get("Authorization")
	if s.is("bearer", "taken") {
		token = strings.TrimPrefix(token, "Bearer ")
	}
	if s.config.UpdateOnly {
		return s.onlySession(token)
	}
	if s.lostNode(r) {
		// Another node does not know the session; its own node keeps it.
		return nil, s.noSession()
	}
	found := s.sessions[token]
	now := s.config.Now()
	late := found != nil && now.Sub(found.counted) >= time.Duration(s.config.SessionSeconds)*time.Second
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case late && s.has("timeout-not-on-write"):
		if reads {
			return nil, s.noSession()
		}
		return found, nil
	case found != nil && found.ended && !reads:
		return nil, s.noSession()
	case found == nil || late:
		delete(s.sessions, token)
		return nil, s.noSession()
	}
	if s.is("session-clock", "last-use") {
		found.counted = now
	}
	return found, nil
}

// onlySession compares with the one token of a server that only updates.
func (s *Server) onlySession(token string) (*session, *problem) {
	same := subtle.ConstantTimeCompare([]byte(token), []byte(s.config.Token)) == 1
	if same && token != "" || s.faulty("no-token-needed") {
		return &session{admin: true}, nil
	}
	return nil, s.noSession()
}

// lostNode reports whether the caller came to another node of the balancer.
func (s *Server) lostNode(r *http.Request) bool {
	if !s.is("stickiness", "cookie-needed") {
		return false
	}
	cookie, err := r.Cookie("LBNODE")
	return err != nil || cookie.Value != "node1"
}

func (s *Server) noSession() *problem {
	p := noSession()
	if s.is("no-token", "403-CAIWS001E") {
		p.status, p.code = 403, "CAIWS001E"
	}
	return p
}

// logOnBy makes the handler for one type of log-on.
func (s *Server) logOnBy(kind string) handler {
	return func(w http.ResponseWriter, r *request) *problem {
		names := []string{"username", "password", "concurrentSession", "newPassword"}
		body, p := s.parse(r)
		if p != nil {
			return p
		}
		m := s.open(body, names)
		name, password := m.text("username", true, 0), m.text("password", true, 0)
		concurrent, newPassword := m.flag("concurrentSession"), m.text("newPassword", false, 0)
		if m.first == nil && s.is("empty-strings", "refused") && (*name == "" || *password == "") {
			m.fail(invalid("username or password", "is empty."))
		}
		if m.first != nil {
			return m.first
		}
		user, p := s.checkPassword(*name, *password)
		if p != nil {
			return p
		}
		if p := s.challenge(kind, user); p != nil {
			return p
		}
		if newPassword != nil {
			user.Password = *newPassword
		}
		alone := concurrent == nil || !*concurrent
		if s.is("other-sessions", "ended") && alone || s.has("concurrent-ignored") && !alone {
			s.endSessions(user.Name)
		}
		return s.sendToken(w, r, kind, user)
	}
}

// sendToken opens a session and answers its token.
func (s *Server) sendToken(w http.ResponseWriter, r *request, kind string, user *account) *problem {
	if kind == "windows" && s.is("windows", "object") {
		s.send(w, r.Request, 200, wire.Object{{Name: "UserName", Value: user.Name}})
		return nil
	}
	token := s.newToken()
	s.sessions[token] = &session{user: user.Name, admin: user.Admin, counted: s.config.Now()}
	if s.has("ldap-token-object") && kind == "ldap" {
		s.send(w, r.Request, 200, wire.Object{{Name: "CyberArkLogonResult", Value: token}})
		return nil
	}
	s.send(w, r.Request, 200, token)
	return nil
}

// checkPassword finds the user. Wrong passwords in a row suspend it.
func (s *Server) checkPassword(name, password string) (*account, *problem) {
	user := s.users[name]
	if user == nil {
		return nil, s.badCredentials()
	}
	limit, _ := strconv.Atoi(s.choices.Get("suspend-after"))
	if user.wrong >= limit {
		return nil, s.badCredentials()
	}
	if subtle.ConstantTimeCompare([]byte(user.Password), []byte(password)) != 1 {
		user.wrong++
		return nil, s.badCredentials()
	}
	user.wrong = 0
	return user, nil
}

func (s *Server) badCredentials() *problem {
	status, _ := strconv.Atoi(s.choices.Get("bad-credentials"))
	return &problem{status: status, code: "PASWS013E", english: "Authentication failure: the user name or password is wrong.",
		nonASCII: "Anmeldung nicht möglich – bitte prüfen Sie Ihre Angaben."}
}

// challenge asks a RADIUS user back once.
func (s *Server) challenge(kind string, user *account) *problem {
	if kind != "radius" || !s.is("radius", "challenge") || user.challenged {
		user.challenged = false
		return nil
	}
	user.challenged = true
	return &problem{status: 500, code: "ITATS542I", english: "Please send your password once more.",
		nonASCII: "Bitte senden Sie Ihr Kennwort noch einmal – zur Bestätigung."}
}

func (s *Server) endSessions(user string) {
	for token, other := range s.sessions {
		if other.user == user {
			delete(s.sessions, token)
		}
	}
}

// newToken is a random text in Base64.
func (s *Server) newToken() string {
	size := 32
	if s.is("token-form", "long") {
		size = 256
	}
	data := make([]byte, size)
	rand.Read(data)
	return base64.StdEncoding.EncodeToString(data)
}

// logOnSAML refuses: there is no identity provider that could have signed.
func (s *Server) logOnSAML(http.ResponseWriter, *request) *problem {
	return s.badCredentials()
}

// logOff ends the session of the request.
func (s *Server) logOff(w http.ResponseWriter, r *request) *problem {
	found, p := s.session(r.Request)
	if p != nil {
		return p
	}
	if s.has("token-after-logoff") {
		found.ended = true
	} else {
		token := r.Header.Get("Authorization")
		delete(s.sessions, token)
		delete(s.sessions, strings.TrimPrefix(token, "Bearer "))
	}
	if s.is("logoff-body", "logoff-url") {
		s.send(w, r.Request, 200, wire.Object{{Name: "LogoffUrl", Value: ""}})
		return nil
	}
	s.sendEmpty(w)
	return nil
}

// readTimeout tells the session time-out; its body is not documented.
func (s *Server) readTimeout(w http.ResponseWriter, r *request) *problem {
	if _, p := s.session(r.Request); p != nil {
		return p
	}
	s.send(w, r.Request, 200, wire.Object{{Name: "Timeout", Value: s.config.SessionSeconds / 60}})
	return nil
}

// admin checks the session and the permission.
func (s *Server) admin(r *request) *problem {
	found, p := s.session(r.Request)
	if p != nil {
		return p
	}
	if !found.admin {
		return notPermitted()
	}
	return nil
}
