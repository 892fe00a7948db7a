package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"
)

// MaxBody is the largest request body that is read, in bytes.
const MaxBody = 1 << 20

// Reasons why a body is not taken.
var (
	ErrTooLarge  = errors.New("the body is too large")
	ErrMalformed = errors.New("the body is not well-formed JSON")
	ErrNotObject = errors.New("the body is not a JSON object")
)

// ReadBody reads the whole body, so that the connection can be used again.
func ReadBody(r *http.Request) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r.Body, MaxBody+1))
	if err != nil {
		return nil, ErrMalformed
	}
	if len(data) > MaxBody {
		return nil, ErrTooLarge
	}
	return data, nil
}

// ParseObject reads a JSON object. Numbers stay json.Number.
func (s *Style) ParseObject(data []byte) (map[string]any, error) {
	if s.choices.Is("byte-order-mark", "skipped") {
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	}
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, ErrMalformed
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if first, err := decoder.Token(); err != nil || first != json.Delim('{') {
		return nil, ErrNotObject
	}
	return s.members(decoder)
}

// members reads the members of an object whose brace has been read.
func (s *Style) members(decoder *json.Decoder) (map[string]any, error) {
	object := map[string]any{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, ErrMalformed
		}
		name, _ := token.(string)
		var value any
		if decoder.Decode(&value) != nil {
			return nil, ErrMalformed
		}
		if _, twice := object[name]; twice && s.choices.Is("duplicate-keys", "refused") {
			return nil, ErrMalformed
		}
		object[name] = value
	}
	return object, nil
}

// RequestType is the media type of a request in lower case, with its
// parameters. It is empty where the request names none; an unreadable one or
// a charset that is not UTF-8 comes back as "unreadable".
func RequestType(r *http.Request) (string, map[string]string) {
	header := r.Header.Get("Content-Type")
	if strings.TrimSpace(header) == "" {
		return "", nil
	}
	mediaType, parameters, err := mime.ParseMediaType(header)
	if err != nil {
		return "unreadable", nil
	}
	if charset, found := parameters["charset"]; found && !strings.EqualFold(charset, "utf-8") {
		return "unreadable", nil
	}
	return mediaType, parameters
}
