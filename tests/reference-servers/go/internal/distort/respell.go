package distort

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// respell writes JSON with other white space, escapes and order of members.
// Numbers stay as they are spelled, an object that has a name twice keeps its
// order, and what is not well-formed stays as it is.
func (d draw) respell(data []byte) []byte {
	if !utf8.Valid(data) || !json.Valid(data) {
		return data
	}
	s := &speller{draw: d, in: data, spaces: pick(d, 0, 2, 5), escapes: pick(d, 0, 20, 2, 1)}
	out := append(s.space(), s.value()...)
	return append(out, s.space()...)
}

// speller walks through well-formed JSON.
type speller struct {
	draw
	in []byte
	at int
	// One space in spaces and one character in escapes is spelled otherwise;
	// 0 is none.
	spaces, escapes int
}

func (s *speller) space() []byte {
	if s.spaces == 0 || !s.one(s.spaces) {
		return nil
	}
	return []byte(pick(s.draw, " ", "\n", "\t", "\r\n  ", "    "))
}

func (s *speller) skip() {
	for s.at < len(s.in) && bytes.IndexByte([]byte(" \t\r\n"), s.in[s.at]) >= 0 {
		s.at++
	}
}

// value reads one value and spells it.
func (s *speller) value() []byte {
	s.skip()
	switch s.in[s.at] {
	case '{':
		return s.object()
	case '[':
		return s.list()
	case '"':
		_, spelled := s.text()
		return spelled
	}
	from := s.at
	for s.at < len(s.in) && bytes.IndexByte([]byte(" \t\r\n,]}"), s.in[s.at]) < 0 {
		s.at++
	}
	return bytes.Clone(s.in[from:s.at])
}

// items reads what stands between two brackets.
func (s *speller) items(end byte, read func()) {
	s.at++
	for s.skip(); s.in[s.at] != end; s.skip() {
		if s.in[s.at] == ',' {
			s.at++
		}
		read()
	}
	s.at++
}

func (s *speller) list() []byte {
	items := [][]byte{}
	s.items(']', func() { items = append(items, s.value()) })
	return s.join('[', items, ']')
}

func (s *speller) object() []byte {
	items, names, twice := [][]byte{}, map[string]bool{}, false
	s.items('}', func() {
		s.skip()
		name, item := s.text()
		twice = twice || names[name]
		names[name] = true
		s.skip()
		s.at++ // the colon
		item = append(append(append(item, s.space()...), ':'), s.space()...)
		items = append(items, append(item, s.value()...))
	})
	if !twice && !s.one(4) {
		s.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	return s.join('{', items, '}')
}

func (s *speller) join(from byte, items [][]byte, to byte) []byte {
	out := []byte{from}
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, s.space()...), item...), s.space()...)
	}
	if len(items) == 0 {
		out = append(out, s.space()...)
	}
	return append(out, to)
}

// text reads a text and gives what tells it apart from others, and a spelling.
func (s *speller) text() (string, []byte) {
	units := []uint16{}
	for s.at++; s.in[s.at] != '"'; {
		if s.in[s.at] == '\\' {
			units = append(units, s.escaped())
			continue
		}
		r, size := utf8.DecodeRune(s.in[s.at:])
		units = utf16.AppendRune(units, r)
		s.at += size
	}
	s.at++
	out := []byte{'"'}
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if i+1 < len(units) {
			if pair := utf16.DecodeRune(r, rune(units[i+1])); pair != utf8.RuneError {
				r = pair
				i++
			}
		}
		out = s.character(out, r)
	}
	return fmt.Sprint(units), append(out, '"')
}

// shortEscapes pairs the letters of escapes with what they stand for.
var shortEscapes = map[byte]uint16{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', '"': '"', '\\': '\\', '/': '/'}

// escaped reads an escape.
func (s *speller) escaped() uint16 {
	if unit, short := shortEscapes[s.in[s.at+1]]; short {
		s.at += 2
		return unit
	}
	unit, _ := strconv.ParseUint(string(s.in[s.at+2:s.at+6]), 16, 16)
	s.at += 6
	return uint16(unit)
}

// character spells one character, or half of a pair that stands alone.
func (s *speller) character(out []byte, r rune) []byte {
	must := r == '"' || r == '\\' || r < 0x20 || utf16.IsSurrogate(r)
	if !must && !(s.escapes > 0 && s.one(s.escapes)) {
		return utf8.AppendRune(out, r)
	}
	for letter, unit := range shortEscapes {
		if rune(unit) == r && (s.escapes == 0 || s.one(2)) {
			return append(out, '\\', letter)
		}
	}
	units := []uint16{uint16(r)}
	if r > 0xffff {
		units = utf16.Encode([]rune{r})
	}
	for _, unit := range units {
		out = fmt.Appendf(out, pick(s.draw, `\u%04x`, `\u%04X`), unit)
	}
	return out
}
