package pvwa

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// members takes typed members out of a body and remembers the first problem.
type members struct {
	server *Server
	body   *parsed
	update bool
	first  *problem
}

// open prepares a body for reading. Names are those of the facts; where the
// server takes any letter case, others are brought to them.
func (s *Server) open(body *parsed, documented []string) *members {
	if s.is("member-case", "any") {
		folded := map[string]any{}
		for name, value := range body.members {
			folded[name] = value
			for _, right := range documented {
				if _, exact := body.members[right]; !exact && strings.EqualFold(right, name) {
					folded[right] = value
				}
			}
		}
		body = &parsed{members: folded, textsOnly: body.textsOnly}
	}
	return &members{server: s, body: body}
}

// fail keeps the first problem.
func (m *members) fail(p *problem) {
	if m.first == nil {
		m.first = p
	}
}

// faulty is for faults that only the update has.
func (m *members) faulty(name string) bool { return m.update && m.server.faulty(name) }

// value is a member that is there and not null.
func (m *members) value(name string, required bool) (any, bool) {
	value, there := m.body.members[name]
	switch {
	case there && value != nil:
		return value, true
	case there && required && m.faulty("null-taken"):
		return "", true
	case required:
		m.fail(invalid(name, "is required."))
	case there && m.server.is("null-optional", "refused") && !m.server.is("unset-members", "null"):
		m.fail(invalid(name, "must not be null."))
	}
	return nil, false
}

// text reads a text of at most limit characters; a limit of 0 is none. An
// optional empty text counts as left out.
func (m *members) text(name string, required bool, limit int) *string {
	value, there := m.value(name, required)
	if !there {
		return nil
	}
	text, isText := value.(string)
	if number, isNumber := value.(json.Number); isNumber && name == "description" && m.server.has("number-as-text") {
		text, isText = number.String(), true
	}
	if !isText {
		p := invalid(name, "must be a text.")
		if m.faulty("wrong-type-500") {
			p.status = 500
		}
		m.fail(p)
		return nil
	}
	if limit > 0 && m.length(text) > limit && !(name == "description" && m.faulty("no-description-limit")) {
		m.fail(invalid(name, "is too long."))
	}
	if text == "" && !required {
		if m.server.emptyRefused(name) {
			m.fail(invalid(name, "must not be empty."))
		}
		return nil
	}
	return &text
}

// length counts the characters of a text.
func (m *members) length(text string) int {
	if m.faulty("bytes-counted") {
		return len(text)
	}
	return utf8.RuneCountInString(text)
}

// flag reads a boolean.
func (m *members) flag(name string) *bool {
	value, there := m.value(name, false)
	if !there {
		return nil
	}
	flag, isFlag := value.(bool)
	if text, isText := value.(string); isText && m.body.textsOnly {
		flag, isFlag = strings.EqualFold(text, "true"), strings.EqualFold(text, "true") || strings.EqualFold(text, "false")
	}
	if !isFlag {
		m.fail(invalid(name, "must be true or false."))
		return nil
	}
	return &flag
}

// emptyRefused reports whether an optional empty text is refused. What the
// server itself answers as empty can be sent back.
func (s *Server) emptyRefused(name string) bool {
	answered := s.is("method-unset", "filled") && isMethodText(name) ||
		s.is("unset-members", "empty") && (name == "description" || name == "issuer")
	return s.is("empty-strings", "refused") && !answered
}
