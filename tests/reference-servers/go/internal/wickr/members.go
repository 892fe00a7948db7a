package wickr

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"

	"plainservers/internal/wire"
)

// member is a documented member of a request.
type member struct {
	name     string
	integer  bool
	required bool
	// needsText is set where an empty text is refused with worded.
	needsText bool
	worded    string
}

// read takes the documented members out of a request and finds its network,
// in the chosen order. What belongs to the protocol beneath, where it is
// answered as such, comes before everything else.
func (s *Server) read(r *request, documented []member) (map[string]any, *network, *failure) {
	target, unknown := s.network(r.networkID)
	protocolFirst := s.is("wrong-type", "serialization") || s.is("wrong-media-type", "415") || s.is("check-order", "members-first")
	if unknown != nil && !protocolFirst {
		return nil, nil, unknown
	}
	values, f := s.protocol(r, documented)
	if f != nil {
		return nil, nil, f
	}
	if unknown != nil && s.is("check-order", "network-first") {
		return nil, nil, unknown
	}
	if f := s.business(values, documented); f != nil {
		return nil, nil, f
	}
	return values, target, unknown
}

func (s *Server) network(id string) (*network, *failure) {
	if found := s.networks[id]; found != nil {
		return found, nil
	}
	f := fail("ResourceNotFoundError", "The network was not found.")
	if s.has("unknown-network-400") {
		f.status = 400
	}
	return nil, f
}

// protocol checks media type, well-formedness and types. Members that are null
// stay nil in what it gives.
func (s *Server) protocol(r *request, documented []member) (map[string]any, *failure) {
	values := map[string]any{}
	if len(bytes.TrimSpace(r.body)) == 0 {
		if s.is("empty-body", "malformed") {
			return nil, s.malformed()
		}
		return values, nil
	}
	if f := s.checkMediaType(r); f != nil {
		return nil, f
	}
	sent, err := s.style.ParseObject(r.body)
	switch {
	case errors.Is(err, wire.ErrNotObject) && s.is("wrong-type", "serialization"):
		return nil, serialization()
	case err != nil:
		return nil, s.malformed()
	}
	for _, known := range documented {
		value, there := sent[known.name]
		if !there {
			continue
		}
		typed, right := s.typed(known, value)
		if !right {
			return nil, s.wrongType(known)
		}
		values[known.name] = typed
	}
	return values, nil
}

func (s *Server) checkMediaType(r *request) *failure {
	mediaType, _ := wire.RequestType(r.Request)
	if mediaType == "application/json" || mediaType == "" && s.is("missing-media-type", "taken") {
		return nil
	}
	message := "The media type must be application/json."
	if s.is("wrong-media-type", "415") {
		return &failure{name: "UnsupportedMediaTypeException", status: 415, message: message}
	}
	return s.failAs("wrong-media-type", "Content-Type", message)
}

// typed checks the JSON type of a member; null passes.
func (s *Server) typed(known member, value any) (any, bool) {
	if value == nil {
		return nil, true
	}
	if !known.integer {
		text, right := value.(string)
		return text, right
	}
	number, right := value.(json.Number)
	if !right {
		return nil, false
	}
	return s.integer(number)
}

// integer takes a 32-bit integer.
func (s *Server) integer(number json.Number) (any, bool) {
	if whole, err := strconv.ParseInt(number.String(), 10, 32); err == nil {
		return whole, true
	}
	float, err := number.Float64()
	inRange := err == nil && float == math.Trunc(float) && math.Abs(float) <= math.MaxInt32
	if inRange && s.is("integral-float", "taken") {
		return int64(float), true
	}
	return nil, false
}

// business checks what is required, null and empty.
func (s *Server) business(values map[string]any, documented []member) *failure {
	for _, known := range documented {
		value, there := values[known.name]
		if f := s.checkMember(known, value, there); f != nil {
			return f
		}
		if value == nil {
			delete(values, known.name)
		}
	}
	return nil
}

func (s *Server) checkMember(known member, value any, there bool) *failure {
	switch {
	case !there && known.required:
		return s.failAs("missing-required", known.name, known.name+" is required.")
	case !there:
		return nil
	case value == nil && known.required:
		return s.failAs("null-required", known.name, known.name+" must not be null.")
	case value == nil && s.is("null-optional", "refused"):
		return failWith(422, known.name, known.name+" must not be null.")
	case value == "" && known.needsText:
		f := s.failAs("empty-required", known.name, known.worded)
		f.worded = true
		return f
	case value == "" && s.is("empty-strings", "refused"):
		return failWith(422, known.name, known.name+" must not be empty.")
	}
	if minutes, number := value.(int64); number && minutes < 0 && s.is("negative-minutes", "refused") {
		return failWith(422, known.name, known.name+" must not be negative.")
	}
	return nil
}

func (s *Server) wrongType(known member) *failure {
	if s.is("wrong-type", "serialization") {
		return serialization()
	}
	kind := "a text"
	if known.integer {
		kind = "an integer"
	}
	f := failWith(422, known.name, known.name+" must be "+kind+".")
	f.typed = true
	return f
}

func serialization() *failure {
	return &failure{name: "SerializationException", status: 400, message: "The body does not have the form of the operation's input."}
}

func (s *Server) malformed() *failure {
	f := fail("BadRequestError", "The body is not well-formed JSON.")
	f.name = s.choices.Get("malformed")
	return f
}

func unreadable(err error) *failure {
	if errors.Is(err, wire.ErrTooLarge) {
		return &failure{name: "RequestEntityTooLargeException", status: 413, message: "The body is too large."}
	}
	return fail("BadRequestError", "The body cannot be read.")
}
