package wire

import (
	"net/http"
	"strconv"
)

// MediaType adds the style's charset parameter to a media type.
func (s *Style) MediaType(base string) string {
	switch s.choices.Get("charset") {
	case "utf-8":
		return base + "; charset=utf-8"
	case "quoted-upper":
		return base + `;charset="UTF-8"`
	}
	return base
}

// Send writes a JSON answer of the given media type.
func (s *Style) Send(w http.ResponseWriter, status int, mediaType string, value any) {
	data := s.Encode(value)
	w.Header().Set("Content-Type", s.MediaType(mediaType))
	if s.choices.Is("answer-length", "chunked") {
		w.WriteHeader(status)
		http.NewResponseController(w).Flush()
	} else {
		w.Header().Set("Content-Length", strconv.Itoa(len(data)))
		w.WriteHeader(status)
	}
	w.Write(data)
}
