package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"plainservers/internal/pvwa"
)

const jsonType = "Content-Type: application/json"

// vault is a running PVWA with a session of an administrator.
type vault struct {
	t     *testing.T
	base  string
	token string
	clock time.Time
}

func newVault(t *testing.T, seed int64, loose bool, set ...string) *vault {
	t.Helper()
	return faultyVault(t, "", seed, loose, set...)
}

func faultyVault(t *testing.T, fault string, seed int64, loose bool, set ...string) *vault {
	t.Helper()
	v := &vault{t: t, clock: time.Now()}
	config := pvwa.Config{
		Users:          []pvwa.User{{Name: "anna", Password: "se:cret", Admin: true}, {Name: "paul", Password: "plain"}},
		SessionSeconds: 1200,
		Fault:          fault,
		Choices:        draw(t, pvwa.Choices(), seed, loose, set...),
		Now:            func() time.Time { return v.clock },
	}
	v.base = serve(t, pvwa.New(config)) + pvwa.BasePath
	v.token = v.logOn("anna", "se:cret")
	return v
}

func (v *vault) logOn(name, password string) string {
	v.t.Helper()
	body := quote(map[string]any{"username": name, "password": password, "concurrentSession": true})
	got := send(v.t, "POST", v.base+"/api/Auth/CyberArk/Logon", body, jsonType).expect(v.t, "log on", 200)
	var token string
	if err := json.Unmarshal([]byte(got.text), &token); err != nil || token == "" {
		v.t.Fatalf("log on gave no token: %s", got.text)
	}
	return token
}

// call sends an authorised request with a JSON body.
func (v *vault) call(method, path, body string) reply {
	v.t.Helper()
	return send(v.t, method, v.base+path, body, jsonType, "Authorization: "+v.token)
}

const providers = "/api/Configuration/OIDC/Providers"

func goodProvider() map[string]any {
	return map[string]any{"id": "Test1", "discoveryEndpointUrl": "https://idp.example.com/.well-known/openid-configuration",
		"clientId": "pvwa", "clientSecret": "hush-hush", "clientSecretMethod": "basic"}
}

// checkError checks the documented form of an error.
func checkError(t *testing.T, what string, got reply) {
	t.Helper()
	code, _ := got.object["ErrorCode"].(string)
	if _, found := got.object["ErrorMessage"].(string); code == "" || !found {
		t.Errorf("%s: no error body: %s", what, got.text)
	}
	if got.holds("hush-hush") {
		t.Errorf("%s: the error holds the secret", what)
	}
}

func forSeeds(t *testing.T, run func(t *testing.T, seed int64)) {
	for _, seed := range seeds() {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { run(t, seed) })
	}
}

func TestProviderLife(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		item := providers + "/Test1"
		v.call("GET", item, "").expect(t, "read before add", 404)
		got := v.call("POST", providers, quote(goodProvider())).expect(t, "add", 201)
		checkProvider(t, got, "Basic", "preferred_username")
		v.call("POST", providers, quote(goodProvider())).expect(t, "add again", 409)
		v.call("POST", providers, quote(with(goodProvider(), "id", "test1"))).expect(t, "add in other case", 201)
		update := map[string]any{"discoveryEndpointUrl": "https://idp.example.com/x", "clientId": "ü", "clientSecretMethod": "Post", "userNameClaim": "given_name", "description": strings.Repeat("ü", 255)}
		if got := v.call("PUT", strings.ToLower(providers)+"/Test1/", quote(update)).expect(t, "update", 200); got.text != "" {
			t.Errorf("an update answers %q", got.text)
		}
		checkProvider(t, v.call("GET", item+"/", ""), "Post", "given_name")
		v.call("PUT", item, quote(without(update, "userNameClaim", "description"))).expect(t, "second update", 200)
		got = v.call("GET", item, "")
		checkProvider(t, got, "Post", "preferred_username")
		if text, found := got.object["description"]; found && text != "" {
			t.Errorf("an update keeps the description")
		}
		list := v.call("GET", providers, "").expect(t, "list", 200)
		if all, _ := list.object["Providers"].([]any); len(all) < 2 {
			t.Errorf("list: %s", list.text)
		}
		v.call("DELETE", item, "").expect(t, "delete", 204)
		v.call("DELETE", item, "").expect(t, "delete again", 404)
		v.call("PUT", item, quote(update)).expect(t, "update of none", 404)
	})
}

func checkProvider(t *testing.T, got reply, method, claim string) {
	t.Helper()
	if got.object["clientSecretMethod"] != method || got.object["userNameClaim"] != claim || got.object["authenticationFlow"] != "Code" || got.object["id"] != "Test1" || got.object["clientId"] == nil {
		t.Errorf("provider is %s", got.text)
	}
	if _, found := got.object["clientSecret"]; found || got.holds("hush-hush") {
		t.Errorf("the secret is told: %s", got.text)
	}
}

func TestProviderBodies(t *testing.T) {
	good := without(goodProvider(), "id")
	three := map[string]any{"authenticationEndpointUrl": "https://idp.example.com/a", "issuer": "x", "jwkSet": `{"keys":[{"kty":"RSA"}]}`, "clientId": "c", "clientSecretMethod": "Basic"}
	cases := []struct {
		name  string
		body  string
		right []int
	}{
		{"unknown member", quote(with(good, "colour", 5)), []int{200}},
		{"Basic", quote(with(good, "clientSecretMethod", "Basic")), []int{200}},
		{"post", quote(with(good, "clientSecretMethod", "post")), []int{200}},
		{"wrong method", quote(with(good, "clientSecretMethod", "none")), []int{400}},
		{"no method", quote(without(good, "clientSecretMethod")), []int{400}},
		{"empty client id", quote(with(good, "clientId", "")), []int{400}},
		{"client id null", quote(with(good, "clientId", nil)), []int{400}},
		{"client id number", quote(with(good, "clientId", 5)), []int{400}},
		{"client id 100", quote(with(good, "clientId", strings.Repeat("é", 100))), []int{200}},
		{"client id 101", quote(with(good, "clientId", strings.Repeat("é", 101))), []int{400}},
		{"secret 200", quote(with(good, "clientSecret", strings.Repeat("漢", 200))), []int{200}},
		{"secret 201", quote(with(good, "clientSecret", strings.Repeat("x", 201))), []int{400}},
		{"description 256", quote(with(good, "description", strings.Repeat("x", 256))), []int{400}},
		{"description emoji 255", quote(with(good, "description", strings.Repeat("😀", 255))), []int{200}},
		{"claim with digit", quote(with(good, "userNameClaim", "name1")), []int{400}},
		{"claim 51", quote(with(good, "userNameClaim", strings.Repeat("a", 51))), []int{400}},
		{"flow unknown", quote(with(good, "authenticationFlow", "Other")), []int{400}},
		{"neither", quote(without(good, "discoveryEndpointUrl")), []int{400}},
		{"two of three", quote(without(three, "issuer")), []int{400}},
		{"three", quote(three), []int{200, 400}},
		{"three, bad keys", quote(with(three, "jwkSet", `{"keys":5}`)), []int{400}},
		{"three, keys object", quote(with(three, "jwkSet", map[string]any{"keys": []any{}})), []int{400}},
		{"no URL", quote(with(good, "discoveryEndpointUrl", "not a url")), []int{400}},
		{"description null", quote(with(good, "description", nil)), []int{200, 400}},
		{"Implicit", quote(with(good, "authenticationFlow", "Implicit")), []int{200, 400}},
		{"malformed", `{"clientId": `, []int{400}},
		{"trailing", quote(good) + "x", []int{400}},
		{"array", `[]`, []int{400}},
		{"text", `"x"`, []int{400}},
		{"empty", ``, []int{400}},
		{"not UTF-8", `{"clientId":"` + "\xff" + `"}`, []int{400}},
	}
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		v.call("POST", providers, quote(goodProvider())).expect(t, "add", 201)
		for _, c := range cases {
			got := v.call("PUT", providers+"/Test1/", c.body).expect(t, c.name, c.right...)
			if got.status != 200 {
				checkError(t, c.name, got)
			}
		}
		for _, id := range []any{"", "a-b", "a b", strings.Repeat("a", 51), 5, nil} {
			checkError(t, "id", v.call("POST", providers, quote(with(goodProvider(), "id", id))).expect(t, fmt.Sprint("add of id ", id), 400))
		}
		v.call("GET", providers+"/"+strings.Repeat("a", 51), "").expect(t, "long id", 400, 404)
	})
}

func TestMediaTypes(t *testing.T) {
	good := quote(without(goodProvider(), "id"))
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		v.call("POST", providers, quote(goodProvider()))
		put := func(mediaType, body string) reply {
			return send(t, "PUT", v.base+providers+"/Test1/", body, "Content-Type: "+mediaType, "Authorization: "+v.token)
		}
		put("application/json; charset=utf-8", good).expect(t, "charset", 200)
		put("text/json", good).expect(t, "text/json", 200)
		put("image/png", good).expect(t, "image/png", 400, 415)
		put("text/plain", good).expect(t, "text/plain", 400, 415)
		put("", good).expect(t, "none", 400, 415)
		put("application/x-www-form-urlencoded", "clientId=a&clientSecretMethod=Basic&discoveryEndpointUrl=https%3A%2F%2Fa.example%2Fx").expect(t, "form", 200)
		put("application/xml", "<p><clientId>a</clientId><clientSecretMethod>Basic</clientSecretMethod><discoveryEndpointUrl>https://a.example/x</discoveryEndpointUrl></p>").expect(t, "XML", 200)
		got := send(t, "GET", v.base+providers, "", "Accept: application/vnd.cyberark.api+json", "Authorization: "+v.token)
		if !strings.HasPrefix(got.header.Get("Content-Type"), "application/vnd.cyberark.api+json") {
			t.Errorf("media type %q", got.header.Get("Content-Type"))
		}
	})
}
