package sigv4

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
)

// canonicalRequest builds the canonical form of a request.
func canonicalRequest(r *http.Request, signed []string, query, bodyHash string, plusIsSpace bool) string {
	var headers strings.Builder
	for _, name := range signed {
		fmt.Fprintf(&headers, "%s:%s\n", name, headerValue(r, name))
	}
	return strings.Join([]string{
		r.Method,
		canonicalPath(r.URL),
		canonicalQuery(query, plusIsSpace),
		headers.String(),
		strings.Join(signed, ";"),
		bodyHash,
	}, "\n")
}

// canonicalPath encodes the path as it was sent once more, as every service
// but S3 wants it, after dot segments and double slashes are gone.
func canonicalPath(address *url.URL) string {
	sent := address.EscapedPath()
	clean := path.Clean("/" + sent)
	if strings.HasSuffix(sent, "/") && clean != "/" {
		clean += "/"
	}
	return encode(clean, true)
}

// canonicalQuery sorts the parameters by encoded name, then encoded value.
func canonicalQuery(raw string, plusIsSpace bool) string {
	if raw == "" {
		return ""
	}
	pairs := [][2]string{}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		pairs = append(pairs, [2]string{encode(decode(name, plusIsSpace), false), encode(decode(value, plusIsSpace), false)})
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		if a[0] != b[0] {
			return strings.Compare(a[0], b[0])
		}
		return strings.Compare(a[1], b[1])
	})
	joined := make([]string, len(pairs))
	for i, pair := range pairs {
		joined[i] = pair[0] + "=" + pair[1]
	}
	return strings.Join(joined, "&")
}

// decode undoes percent encoding; what is not encoded rightly stays.
func decode(text string, plusIsSpace bool) string {
	unescape := url.PathUnescape
	if plusIsSpace {
		unescape = url.QueryUnescape
	}
	if decoded, err := unescape(text); err == nil {
		return decoded
	}
	return text
}

// encode percent-encodes all bytes but the unreserved ones.
func encode(text string, keepSlash bool) string {
	var out strings.Builder
	for i := range len(text) {
		b := text[i]
		switch {
		case 'a' <= b && b <= 'z', 'A' <= b && b <= 'Z', '0' <= b && b <= '9', strings.IndexByte("-._~", b) >= 0, keepSlash && b == '/':
			out.WriteByte(b)
		default:
			fmt.Fprintf(&out, "%%%02X", b)
		}
	}
	return out.String()
}

// headerValue is the canonical value of a header: trimmed, with single spaces.
func headerValue(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		if r.ContentLength >= 0 {
			return strconv.FormatInt(r.ContentLength, 10)
		}
	case "transfer-encoding":
		return strings.Join(r.TransferEncoding, ",")
	}
	values := []string{}
	for _, value := range r.Header.Values(name) {
		values = append(values, strings.Join(strings.Fields(value), " "))
	}
	return strings.Join(values, ",")
}
