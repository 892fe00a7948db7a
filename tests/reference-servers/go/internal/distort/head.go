// Package distort is an HTTP proxy that changes in messages only what HTTP
// leaves to those on the way, and changes it for each message otherwise.
package distort

import (
	"bufio"
	"errors"
	"slices"
	"strings"
)

// maxHead is the largest head of a message, in bytes.
const maxHead = 1 << 18

var errHead = errors.New("the head of the message is not well-formed")

// field is a header field; the value is without white space around it.
type field struct{ name, value string }

// head is the first line and the header fields of a message.
type head struct {
	start  string
	fields []field
}

// readHead reads up to the empty line. An end before the first byte is io.EOF.
func readHead(in *bufio.Reader) (*head, error) {
	h, size := &head{}, 0
	for {
		line, err := in.ReadString('\n')
		size += len(line)
		switch {
		case err != nil && size > 0, size > maxHead:
			return nil, errHead
		case err != nil:
			return nil, err
		}
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		switch {
		case line == "" && h.start == "":
		case line == "":
			return h, nil
		case h.start == "":
			h.start = line
		default:
			name, value, found := strings.Cut(line, ":")
			if !found || name == "" || strings.ContainsAny(name, " \t") {
				return nil, errHead
			}
			h.fields = append(h.fields, field{name, strings.Trim(value, " \t")})
		}
	}
}

// values lists the values of a field, its name in any letter case.
func (h *head) values(name string) []string {
	found := []string{}
	for _, f := range h.fields {
		if strings.EqualFold(f.name, name) {
			found = append(found, f.value)
		}
	}
	return found
}

// value is the first value of a field, or empty.
func (h *head) value(name string) string {
	for _, value := range h.values(name) {
		return value
	}
	return ""
}

// has reports whether a comma-separated field holds a word.
func (h *head) has(name, word string) bool {
	return slices.Contains(words(strings.Join(h.values(name), ",")), word)
}

// words splits a comma-separated value, in lower case.
func words(value string) []string {
	list := []string{}
	for word := range strings.SplitSeq(value, ",") {
		if word = strings.ToLower(strings.TrimSpace(word)); word != "" {
			list = append(list, word)
		}
	}
	return list
}

// add appends a field; drop removes fields by lower-case name.
func (h *head) add(name, value string) { h.fields = append(h.fields, field{name, value}) }

func (h *head) drop(names ...string) {
	h.fields = slices.DeleteFunc(h.fields, func(f field) bool { return slices.Contains(names, strings.ToLower(f.name)) })
}

// hop are the fields that concern one connection only.
var hop = []string{"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}

// dropHop removes what concerns one connection only, but none of keep.
func (h *head) dropHop(keep []string) {
	names := append(words(strings.Join(h.values("connection"), ",")), hop...)
	h.drop(slices.DeleteFunc(names, func(name string) bool { return slices.Contains(keep, name) })...)
}

// signedFields are the fields that a signature in the head covers.
func (h *head) signedFields() []string {
	_, rest, _ := strings.Cut(h.value("authorization"), "SignedHeaders=")
	list, _, _ := strings.Cut(rest, ",")
	return strings.Split(strings.TrimSpace(list), ";")
}

// method is the method of a request.
func (h *head) method() string {
	method, _, _ := strings.Cut(h.start, " ")
	return method
}

// status is the status code of a response, as text.
func (h *head) status() string {
	_, rest, _ := strings.Cut(h.start, " ")
	status, _, _ := strings.Cut(rest, " ")
	return status
}
