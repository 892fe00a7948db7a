package e2e

import (
	"strings"
	"testing"

	"plainservers/internal/pvwa"
)

// probe is an update that a correct server and a faulty one answer otherwise.
type probe struct {
	path, body, mediaType, token string
	right, faulty                int
}

func faultProbes() map[string]probe {
	good := without(goodProvider(), "id")
	base := probe{path: "/Here1/", body: quote(good), mediaType: "application/json", token: "tok", right: 400, faulty: 200}
	change := func(edit func(*probe)) probe {
		p := base
		edit(&p)
		return p
	}
	body := func(name string, value any) probe {
		return change(func(p *probe) { p.body = quote(with(good, name, value)) })
	}
	return map[string]probe{
		"unknown-id-taken":     change(func(p *probe) { p.path, p.right = "/None1/", 404 }),
		"no-description-limit": body("description", strings.Repeat("x", 256)),
		"neither-form-taken":   change(func(p *probe) { p.body = quote(without(good, "discoveryEndpointUrl")) }),
		"any-secret-method":    body("clientSecretMethod", "Digest"),
		"no-token-needed":      change(func(p *probe) { p.token, p.right = "wrong", 401 }),
		"non-ascii-500":        change(func(p *probe) { p.body, p.right, p.faulty = quote(with(good, "description", "é")), 200, 500 }),
		"bytes-counted": change(func(p *probe) {
			p.body, p.right, p.faulty = quote(with(good, "clientId", strings.Repeat("é", 60))), 200, 400
		}),
		"answers-provider":        change(func(p *probe) { p.right = 200 }),
		"secret-in-error":         change(func(p *probe) { p.body, p.faulty = quote(with(good, "clientId", "")), 400 }),
		"null-taken":              body("clientId", nil),
		"wrong-type-500":          change(func(p *probe) { p.body, p.faulty = quote(with(good, "clientId", 5)), 500 }),
		"malformed-500":           change(func(p *probe) { p.body, p.faulty = "{", 500 }),
		"html-errors":             change(func(p *probe) { p.body, p.faulty = "{", 400 }),
		"unknown-members-refused": change(func(p *probe) { p.body, p.right, p.faulty = quote(with(good, "colour", "red")), 200, 400 }),
		"charset-refused":         change(func(p *probe) { p.mediaType, p.right, p.faulty = "application/json; charset=utf-8", 200, 400 }),
		"any-claim":               body("userNameClaim", "a-1"),
		"empty-client-id-taken":   body("clientId", ""),
		"slash-needed":            change(func(p *probe) { p.path, p.right, p.faulty = "/Here1", 200, 404 }),
	}
}

func (p probe) send(t *testing.T, base string) reply {
	return send(t, "PUT", base+providers+p.path, p.body, "Content-Type: "+p.mediaType, "Authorization: "+p.token)
}

func TestEveryFaultShows(t *testing.T) {
	probes := faultProbes()
	for _, fault := range pvwa.UpdateFaults() {
		p, found := probes[fault.Name]
		if !found {
			t.Errorf("no probe for %s", fault.Name)
			continue
		}
		right := p.send(t, updateOnly(t, -1, "")).expect(t, fault.Name+" (correct)", p.right)
		faulty := p.send(t, updateOnly(t, -1, fault.Name)).expect(t, fault.Name, p.faulty)
		if right.status == faulty.status && right.text == faulty.text {
			t.Errorf("%s does not show", fault.Name)
		}
	}
}
