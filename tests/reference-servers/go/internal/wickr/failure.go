package wickr

import (
	"net/http"
	"slices"
	"strconv"

	"plainservers/internal/wire"
)

// seven are the documented errors with their statuses.
var seven = map[string]int{
	"BadRequestError": 400, "UnauthorizedError": 401, "ForbiddenError": 403, "ResourceNotFoundError": 404,
	"ValidationError": 422, "RateLimitError": 429, "InternalServerError": 500,
}

// failure is an error answer. It never holds a value that was sent.
type failure struct {
	name    string
	status  int
	message string
	// worded is set where the message is the vendor's own.
	worded bool
	field  string
	// typed is set for a member of the wrong type.
	typed bool
	allow string
	// rights is set where the caller is known but lacks the rights, unsigned
	// where it is not known.
	rights, unsigned bool
}

// fail makes one of the seven.
func fail(name, message string) *failure {
	return &failure{name: name, status: seven[name], message: message}
}

// failWith makes a BadRequestError or ValidationError by status.
func failWith(status int, field, message string) *failure {
	name := "ValidationError"
	if status == http.StatusBadRequest {
		name = "BadRequestError"
	}
	f := fail(name, message)
	f.field = field
	return f
}

// failAs is failWith with the status that a choice names.
func (s *Server) failAs(choice, field, message string) *failure {
	status, _ := strconv.Atoi(s.choices.Get(choice))
	return failWith(status, field, message)
}

// protocolNames are named in the header whatever the choice is, as the
// protocol wants it.
var protocolNames = []string{"SerializationException", "UnsupportedMediaTypeException"}

// refuse writes an error answer.
func (s *Server) refuse(w http.ResponseWriter, f *failure) {
	if s.has("errors-without-cors") {
		w.Header().Del("Access-Control-Allow-Origin")
	}
	if f.allow != "" {
		w.Header().Set("Allow", f.allow)
	}
	if f.status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "AWS4-HMAC-SHA256")
	}
	body := s.failureBody(f)
	place := s.choices.Get("error-name")
	switch place {
	case "header-with-more":
		w.Header().Set("x-amzn-errortype", f.name+":http://internal.amazon.com/coral/com.amazonaws.wickr/")
	case "header", "header-and-body":
		w.Header().Set("x-amzn-errortype", f.name)
	default:
		if slices.Contains(protocolNames, f.name) {
			w.Header().Set("x-amzn-errortype", f.name)
		}
	}
	switch place {
	case "header-and-body", "body-type":
		body.Add("__type", "com.amazonaws.wickr#"+f.name)
	case "body-code":
		body.Add("code", f.name)
	}
	s.style.Send(w, f.status, "application/json", body)
}

// failureBody holds the message and, for a ValidationError, the reasons.
func (s *Server) failureBody(f *failure) wire.Object {
	message := f.message
	if !f.worded && s.is("error-text", "non-ascii") {
		message = "Die Anfrage wurde nicht ausgeführt – bitte prüfen Sie sie (" + strconv.Itoa(f.status) + ")."
	}
	if f.name != "ValidationError" || f.field == "" {
		name := "message"
		if s.has("capital-message") && f.unsigned {
			name = "Message"
		}
		return wire.Object{{Name: name, Value: message}}
	}
	shape := s.choices.Get("validation-body")
	body := wire.Object{}
	if shape != "reasons-only" {
		body.Add("message", message)
	}
	reasons := shape != "message-only" || f.typed
	if f.typed && s.is("wrong-type-reasons", "absent") && shape != "reasons-only" {
		reasons = false
	}
	if reasons {
		body.Add("reasons", []any{wire.Object{{Name: "field", Value: f.field}, {Name: "reason", Value: message}}})
	}
	return body
}
