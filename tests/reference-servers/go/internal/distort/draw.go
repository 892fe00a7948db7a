package distort

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"
)

// draw takes the decisions for one exchange.
type draw struct {
	*rand.Rand
	// plainSpace leaves the white space round values as it usually is.
	plainSpace bool
}

// newDraw depends on nothing but the seed and the number of the exchange.
func newDraw(seed int64, number uint64) draw {
	return draw{Rand: rand.New(rand.NewPCG(uint64(seed), number))}
}

// one is true once in n times.
func (d draw) one(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d draw, options ...T) T { return options[d.IntN(len(options))] }

// pause waits for at most a few milliseconds.
func (d draw) pause() {
	if d.one(3) {
		time.Sleep(time.Duration(d.IntN(4000)) * time.Microsecond)
	}
}

// spellName writes a header name in other letter case.
func (d draw) spellName(name string) string {
	switch d.IntN(4) {
	case 0:
		return strings.ToLower(name)
	case 1:
		return strings.ToUpper(name)
	case 2:
		other := []byte(name)
		for i, b := range other {
			if 'a' <= b|0x20 && b|0x20 <= 'z' && d.one(2) {
				other[i] = b ^ 0x20
			}
		}
		return string(other)
	}
	return name
}

// reorder shuffles fields; those of the same name keep their order.
func (d draw) reorder(fields []field) {
	before := map[string][]field{}
	for _, f := range fields {
		key := strings.ToLower(f.name)
		before[key] = append(before[key], f)
	}
	d.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	for i, f := range fields {
		key := strings.ToLower(f.name)
		fields[i], before[key] = before[key][0], before[key][1:]
	}
}

// spellHead writes a head with its fields in other order, case and spacing.
func (d draw) spellHead(h *head) []byte {
	var out bytes.Buffer
	out.WriteString(h.start + "\r\n")
	if !d.one(3) {
		d.reorder(h.fields)
	}
	for _, f := range h.fields {
		before, after := pick(d, " ", "", "  ", "\t"), pick(d, "", "", "", " ")
		if d.plainSpace {
			before, after = " ", ""
		}
		fmt.Fprintf(&out, "%s:%s%s%s\r\n", d.spellName(f.name), before, f.value, after)
	}
	out.WriteString("\r\n")
	return out.Bytes()
}

// sendChunks writes a body in chunks of odd sizes.
func (d draw) sendChunks(out io.Writer, body []byte) error {
	for len(body) > 0 {
		size := min(len(body), pick(d, 1, 2, 3, 7, 13, 61, 1021, 8191))
		if len(body) > 1<<14 {
			size = min(len(body), 8191+d.IntN(1<<14))
		}
		length := fmt.Sprintf(pick(d, "%x", "%X", "0%x"), size)
		if _, err := fmt.Fprintf(out, "%s\r\n%s\r\n", length, body[:size]); err != nil {
			return err
		}
		body = body[size:]
		if d.one(8) {
			time.Sleep(time.Duration(d.IntN(300)) * time.Microsecond)
		}
	}
	_, err := io.WriteString(out, "0\r\n\r\n")
	return err
}

// send writes a message whose head says how the body comes.
func (d draw) send(out io.Writer, m *message) error {
	if _, err := out.Write(d.spellHead(m.head)); err != nil {
		return err
	}
	if m.chunked {
		return d.sendChunks(out, m.body)
	}
	_, err := out.Write(m.body)
	return err
}

// id is a made-up request id.
func (d draw) id() string { return fmt.Sprintf("%016x", d.Uint64()) }
