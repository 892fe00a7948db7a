package pvwa

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"mime/multipart"
	"net/url"
	"strings"
	"unicode/utf8"

	"plainservers/internal/wire"
)

// parsed is a request body that has been read into members. Bodies other than
// JSON hold nothing but texts.
type parsed struct {
	members   map[string]any
	textsOnly bool
}

// parse reads the body of a request by its media type.
func (s *Server) parse(r *request) (*parsed, *problem) {
	if errors.Is(r.bodyErr, wire.ErrTooLarge) {
		return nil, tooLarge()
	}
	if r.bodyErr != nil {
		return nil, malformed("it cannot be read.")
	}
	if len(bytes.TrimSpace(r.body)) == 0 {
		return nil, malformed("it is empty.")
	}
	mediaType, parameters := wire.RequestType(r.Request)
	if s.faulty("charset-refused") && parameters["charset"] != "" {
		return nil, s.mediaProblem("wrong-media-type")
	}
	switch mediaType {
	case "":
		return nil, s.mediaProblem("missing-media-type")
	case "application/json", "text/json":
		return s.parseJSON(r.body)
	case "application/x-www-form-urlencoded":
		return texts(parseForm(r.body))
	case "application/xml", "text/xml":
		return texts(parseXML(r.body))
	}
	if strings.HasPrefix(mediaType, "multipart/") {
		return texts(parseMultipart(r.body, parameters["boundary"]))
	}
	return nil, s.mediaProblem("wrong-media-type")
}

func (s *Server) mediaProblem(name string) *problem {
	p := malformed("its media type is not supported.")
	if s.is(name, "415") {
		p.status = 415
	}
	return p
}

func (s *Server) parseJSON(data []byte) (*parsed, *problem) {
	members, err := s.style.ParseObject(data)
	if errors.Is(err, wire.ErrNotObject) {
		return nil, malformed("it is not a JSON object.")
	}
	if err != nil {
		p := malformed("it is not well-formed JSON.")
		if s.faulty("malformed-500") {
			p.status = 500
		}
		return nil, p
	}
	return &parsed{members: members}, nil
}

// texts turns pairs of texts into members.
func texts(pairs map[string]string, err error) (*parsed, *problem) {
	if err != nil {
		return nil, malformed("it is not well-formed.")
	}
	members := map[string]any{}
	for name, value := range pairs {
		if !utf8.ValidString(value) {
			return nil, malformed("it is not UTF-8.")
		}
		members[name] = value
	}
	return &parsed{members: members, textsOnly: true}, nil
}

func parseForm(data []byte) (map[string]string, error) {
	values, err := url.ParseQuery(string(data))
	pairs := map[string]string{}
	for name := range values {
		pairs[name] = values.Get(name)
	}
	return pairs, err
}

func parseMultipart(data []byte, boundary string) (map[string]string, error) {
	if boundary == "" {
		return nil, wire.ErrMalformed
	}
	reader := multipart.NewReader(bytes.NewReader(data), boundary)
	pairs := map[string]string{}
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return pairs, nil
		}
		if err != nil {
			return nil, err
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		pairs[part.FormName()] = string(value)
	}
}

// parseXML reads the children of the root element as texts.
func parseXML(data []byte) (map[string]string, error) {
	var root struct {
		Children []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	pairs := map[string]string{}
	for _, child := range root.Children {
		pairs[child.XMLName.Local] = child.Text
	}
	return pairs, nil
}
