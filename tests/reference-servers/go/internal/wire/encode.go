// Package wire reads JSON requests strictly and writes JSON answers in one of
// several equally right styles.
package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf16"

	"plainservers/internal/choice"
)

// Member is one member of an object in an answer.
type Member struct {
	Name  string
	Value any
}

// Object is an object in an answer, its members in the documented order.
// Values are strings, booleans, int, int64, nil, Object, []any or []string.
type Object []Member

// Add appends a member.
func (o *Object) Add(name string, value any) {
	*o = append(*o, Member{name, value})
}

// AddText appends a text member that is there; nil is left out.
func (o *Object) AddText(name string, value *string) {
	if value != nil {
		o.Add(name, *value)
	}
}

// Style is the way answers are spelled. It is safe for use by many requests.
type Style struct {
	choices *choice.Set
	mutex   sync.Mutex
	random  *rand.Rand
}

// StyleChoices are the open branches of every JSON answer.
func StyleChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "key-order", About: "Order of the members of an answer's objects.", Options: []string{"documented", "sorted", "shuffled", "reversed"}},
		{Name: "json-space", About: "White space in answers.", Options: []string{"compact", "indented"}},
		{Name: "json-escape", About: "How texts in answers are escaped: only where needed, or all non-ASCII characters and slashes.", Options: []string{"needed", "all"}},
		{Name: "charset", About: "The charset parameter of an answer's media type.", Options: []string{"utf-8", "none", "quoted-upper"}},
		{Name: "answer-length", About: "Whether answers carry Content-Length or are chunked.", Options: []string{"content-length", "chunked"}},
		{Name: "duplicate-keys", About: "A request object with the same name twice: the last one counts, or it is malformed.", Options: []string{"last", "refused"}},
		{Name: "byte-order-mark", About: "A request body that begins with a byte order mark: malformed, or the mark is skipped.", Options: []string{"refused", "skipped"}},
	}
}

// NewStyle makes the style that the choices describe.
func NewStyle(choices *choice.Set) *Style {
	return &Style{choices: choices, random: choice.Random(choices.Seed(), "shuffle")}
}

// Encode spells a value as JSON.
func (s *Style) Encode(value any) []byte {
	var out bytes.Buffer
	s.write(&out, value)
	if s.choices.Is("json-space", "indented") {
		var indented bytes.Buffer
		if json.Indent(&indented, out.Bytes(), "", "  ") == nil {
			return append(indented.Bytes(), '\n')
		}
	}
	return out.Bytes()
}

func (s *Style) write(out *bytes.Buffer, value any) {
	switch v := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(v))
	case int:
		out.WriteString(strconv.Itoa(v))
	case int64:
		out.WriteString(strconv.FormatInt(v, 10))
	case string:
		s.writeText(out, v)
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		s.writeList(out, list)
	case []any:
		s.writeList(out, v)
	case Object:
		s.writeObject(out, v)
	default:
		panic(fmt.Sprintf("no JSON spelling for %T", value))
	}
}

func (s *Style) writeList(out *bytes.Buffer, list []any) {
	out.WriteByte('[')
	for i, value := range list {
		if i > 0 {
			out.WriteByte(',')
		}
		s.write(out, value)
	}
	out.WriteByte(']')
}

func (s *Style) writeObject(out *bytes.Buffer, object Object) {
	out.WriteByte('{')
	for i, member := range s.ordered(object) {
		if i > 0 {
			out.WriteByte(',')
		}
		s.writeText(out, member.Name)
		out.WriteByte(':')
		s.write(out, member.Value)
	}
	out.WriteByte('}')
}

// ordered is the object with its members in the order of the style.
func (s *Style) ordered(object Object) Object {
	object = slices.Clone(object)
	switch s.choices.Get("key-order") {
	case "sorted":
		slices.SortFunc(object, func(a, b Member) int { return strings.Compare(a.Name, b.Name) })
	case "reversed":
		slices.Reverse(object)
	case "shuffled":
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.random.Shuffle(len(object), func(i, j int) { object[i], object[j] = object[j], object[i] })
	}
	return object
}

func (s *Style) writeText(out *bytes.Buffer, text string) {
	all := s.choices.Is("json-escape", "all")
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\' || (all && r == '/'):
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0x20 || (all && r > 0x7e && r < 0x10000):
			fmt.Fprintf(out, "\\u%04x", r)
		case all && r >= 0x10000:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(out, "\\u%04x\\u%04x", high, low)
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}
