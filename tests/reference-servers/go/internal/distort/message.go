package distort

import (
	"bufio"
	"errors"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"
)

// maxBody is the largest body, in bytes.
const maxBody = 1 << 26

var errBody = errors.New("the body of the message is not well-formed or too large")

// message is a request or a response; the body is free of chunks.
type message struct {
	*head
	body []byte
	// framed is set for a request that announced a body, be it an empty one.
	framed, chunked bool
	// old is set for a message that came by HTTP/1.0.
	old bool
}

// readRequest reads a request; goOn is called where the client waits for a
// word before it sends the body.
func readRequest(in *bufio.Reader, goOn func()) (*message, error) {
	h, err := readHead(in)
	if err != nil {
		return nil, err
	}
	m := &message{head: h, chunked: h.has("transfer-encoding", "chunked")}
	if start, old := strings.CutSuffix(h.start, " HTTP/1.0"); old {
		m.old, h.start = true, start+" HTTP/1.1"
	}
	m.framed = m.chunked || len(h.values("content-length")) > 0
	if !m.framed {
		return m, nil
	}
	if h.has("expect", "100-continue") {
		goOn()
	}
	return m, m.readBody(in, false)
}

// readResponse reads the response to a request with the given method.
func readResponse(in *bufio.Reader, method string) (*message, error) {
	h, err := readHead(in)
	if err != nil {
		return nil, err
	}
	m := &message{head: h, chunked: h.has("transfer-encoding", "chunked")}
	if rest, old := strings.CutPrefix(h.start, "HTTP/1.0 "); old {
		m.old, h.start = true, "HTTP/1.1 "+rest
	}
	if m.bodiless(method) {
		return m, nil
	}
	return m, m.readBody(in, true)
}

// bodiless reports whether a response has no body whatever its head says.
func (m *message) bodiless(method string) bool {
	status := m.status()
	return method == "HEAD" || strings.HasPrefix(status, "1") || status == "204" || status == "304"
}

// readBody reads a body in chunks, of a known length, or up to the end.
func (m *message) readBody(in *bufio.Reader, toEnd bool) (err error) {
	lengths := m.values("content-length")
	switch {
	case m.chunked && len(lengths) > 0 || len(lengths) > 1:
		return errBody
	case m.chunked:
		if m.body, err = readAll(httputil.NewChunkedReader(in)); err != nil {
			return errBody
		}
		return skipTrailers(in)
	case len(lengths) == 1:
		length, bad := strconv.ParseUint(lengths[0], 10, 31)
		if bad != nil || length > maxBody {
			return errBody
		}
		m.body = make([]byte, length)
		_, err = io.ReadFull(in, m.body)
	case toEnd:
		m.body, err = readAll(in)
	}
	if err != nil {
		return errBody
	}
	return nil
}

func readAll(in io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxBody+1))
	if len(data) > maxBody {
		return nil, errBody
	}
	return data, err
}

// skipTrailers reads the lines after the last chunk.
func skipTrailers(in *bufio.Reader) error {
	for size := 0; size < maxHead; {
		line, err := in.ReadString('\n')
		if err != nil {
			return errBody
		}
		if strings.TrimRight(line, "\r\n") == "" {
			return nil
		}
		size += len(line)
	}
	return errBody
}
