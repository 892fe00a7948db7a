package pvwa

import (
	"net/http"

	"plainservers/internal/wire"
)

// problem is a refusal: a status, a code and a message, and the member it is
// about. It never holds a value that was sent.
type problem struct {
	status   int
	code     string
	english  string
	nonASCII string
	member   string
	allow    string
	// bare is set for an answer without a body.
	bare bool
	// echo is a text for Details, from a server at fault.
	echo string
}

func invalid(member, english string) *problem {
	return &problem{status: 400, code: "PASWS167E", english: "There are some invalid parameters: " + member + " " + english,
		nonASCII: "Ungültige Parameter – bitte prüfen: " + member, member: member}
}

func malformed(english string) *problem {
	return &problem{status: 400, code: "PASWS167E", english: "The request body is not valid: " + english,
		nonASCII: "Ungültiger Inhalt der Anfrage – bitte prüfen."}
}

func noSession() *problem {
	return &problem{status: 401, code: "PASWS006E", english: "The session token is missing, invalid or has expired.",
		nonASCII: "Die Sitzung ist ungültig oder abgelaufen – bitte neu anmelden."}
}

func notPermitted() *problem {
	return &problem{status: 403, code: "PASWS041E", english: "You are not authorized to perform this action.",
		nonASCII: "Sie sind für diese Aktion nicht berechtigt – Zugriff verwehrt für Übriges."}
}

func notFound(what string) *problem {
	return &problem{status: 404, code: "PASWS011E", english: "The " + what + " was not found.",
		nonASCII: "Nicht gefunden – es gibt hier nichts für Sie."}
}

func taken() *problem {
	return &problem{status: 409, code: "PASWS014E", english: "The id is already in use.",
		nonASCII: "Die Kennung ist schon vergeben – bitte wählen Sie eine andere für den Eintrag."}
}

func wrongMethod(allow string) *problem {
	return &problem{status: 405, code: "PASWS015E", english: "The requested resource does not support this method.",
		nonASCII: "Diese Methode gibt es hier nicht – unzulässig.", allow: allow}
}

func tooLarge() *problem {
	return &problem{status: 413, code: "PASWS018E", english: "The request body is too large.",
		nonASCII: "Die Anfrage ist zu groß – bitte kürzen."}
}

// refuse writes the error body of a problem.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, p *problem) {
	if p.allow != "" && !s.has("no-allow-header") {
		w.Header().Set("Allow", p.allow)
	}
	if p.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `CyberArk realm="PVWA"`)
	}
	if s.faulty("html-errors") && isUpdate(r) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(p.status)
		w.Write([]byte("<html><body><h1>Error</h1></body></html>"))
		return
	}
	if p.bare {
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(p.status)
		return
	}
	body := s.errorBody(p)
	if s.has("logon-error-camel") && isLogOn(r) {
		body[0].Name, body[1].Name = "errorCode", "errorMessage"
	}
	s.send(w, r, p.status, body)
}

// errorBody is the documented form of an error.
func (s *Server) errorBody(p *problem) wire.Object {
	code, message := p.code, p.english
	if s.is("error-codes", "other") {
		code = "PASWS999E"
	}
	if s.is("error-text", "non-ascii") {
		message = p.nonASCII
	}
	body := wire.Object{{Name: "ErrorCode", Value: code}, {Name: "ErrorMessage", Value: message}}
	entry := wire.Object{{Name: "ErrorCode", Value: code}, {Name: "ErrorMessage", Value: message}}
	if p.echo != "" {
		entry[1].Value = p.echo
		body.Add("Details", []any{entry})
		return body
	}
	switch s.choices.Get("details") {
	case "entries":
		body.Add("Details", []any{entry})
	case "empty":
		body.Add("Details", []any{})
	case "extra-members":
		entry.Add("Parameter", p.member)
		entry.Add("Severity", 2)
		entry.Add("Fatal", false)
		body.Add("Details", []any{entry})
	case "other-members":
		body.Add("Details", []any{wire.Object{{Name: "Source", Value: "PVWA"}, {Name: "Fatal", Value: false}}})
	case "single-object":
		body.Add("Details", entry)
	}
	return body
}
