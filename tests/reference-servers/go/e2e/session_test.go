package e2e

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"plainservers/internal/pvwa"
)

func TestSessions(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		get := func(headers ...string) reply { return send(t, "GET", v.base+providers, "", headers...) }
		checkError(t, "no token", get().expect(t, "no token", 401))
		get("Authorization: nonsense").expect(t, "wrong token", 401)
		get("Authorization: Bearer "+v.token).expect(t, "Bearer", 401)
		plain := v.logOn("paul", "plain")
		checkError(t, "plain", get("Authorization: "+plain).expect(t, "plain", 403))
		send(t, "PUT", v.base+providers+"/none", "{", jsonType, "Authorization: "+plain).expect(t, "plain before body", 403)
		send(t, "POST", v.base+"/API/auth/LOGOFF/", "", "Authorization: "+plain).expect(t, "log off", 200)
		get("Authorization: "+plain).expect(t, "after log off", 401)
		get("Authorization: "+v.token).expect(t, "other session", 200)
		v.clock = v.clock.Add(1201 * time.Second)
		get("Authorization: "+v.token).expect(t, "after the time-out", 401)
	})
}

func TestLogOn(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		post := func(kind, body string) reply {
			return send(t, "POST", v.base+"/api/Auth/"+kind+"/Logon", body, jsonType)
		}
		for _, kind := range []string{"cyberark", "LDAP", "radius", "Windows"} {
			post(kind, `{"username":"anna","password":"se:cret"}`).expect(t, kind, 200)
		}
		post("Other", `{"username":"anna","password":"se:cret"}`).expect(t, "unknown type", 404)
		checkError(t, "nobody", post("CyberArk", `{"username":"nobody","password":"x"}`).expect(t, "nobody", 401, 403))
		post("CyberArk", `{"username":"anna"}`).expect(t, "no password", 400)
		post("CyberArk", `{"username":"anna","password":5}`).expect(t, "password number", 400)
		post("CyberArk", `{"username":"anna","password":"se:cret","concurrentSession":"yes"}`).expect(t, "flag text", 400)
		post("CyberArk", `{`).expect(t, "malformed", 400)
		post("CyberArk", `{"username":"anna","password":"se:cret","newPassword":"next"}`).expect(t, "new password", 200)
		for range 5 {
			post("CyberArk", `{"username":"anna","password":"se:cret"}`).expect(t, "old password", 401, 403)
		}
		post("CyberArk", `{"username":"anna","password":"next"}`).expect(t, "suspended", 401, 403)
	})
}

func TestMethods(t *testing.T) {
	const methods = "/api/Configuration/AuthenticationMethods"
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		full := map[string]any{"id": "Test1", "displayName": strings.Repeat("ö", 50), "enabled": true, "logoffUrl": "https://x.example/", "secondFactorAuth": "ldap"}
		v.call("POST", methods, quote(full)).expect(t, "add", 201)
		v.call("POST", methods, quote(full)).expect(t, "add again", 409)
		got := v.call("PUT", methods+"/Test1", `{"mobileEnabled":true,"secondFactorAuth":""}`).expect(t, "update", 200)
		if name, found := got.object["displayName"]; found && name != "" {
			t.Errorf("an update keeps the name")
		}
		if got.object["mobileEnabled"] != true || got.object["id"] != "Test1" {
			t.Errorf("updated: %s", got.text)
		}
		v.call("PUT", methods+"/none", quote(full)).expect(t, "update of none", 404)
		for name, value := range map[string]any{"displayName": strings.Repeat("x", 51), "enabled": "true", "secondFactorAuth": "other", "signInLabel": strings.Repeat("x", 101), "logoffUrl": strings.Repeat("x", 2001)} {
			checkError(t, name, v.call("PUT", methods+"/Test1", quote(with(full, name, value))).expect(t, name, 400))
		}
		if list := v.call("GET", methods, "").expect(t, "list", 200); !list.holds("Test1") {
			t.Errorf("list: %s", list.text)
		}
		v.call("GET", methods+"/Test1/", "").expect(t, "read", 200)
		v.call("DELETE", methods+"/Test1", "").expect(t, "delete", 204)
		v.call("GET", methods+"/Test1", "").expect(t, "read deleted", 404)
	})
}

func TestPathsAndMethods(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		checkError(t, "unknown path", v.call("GET", "/api/Unknown", "").expect(t, "unknown path", 404))
		got := v.call("PATCH", providers+"/Test1", "{}").expect(t, "PATCH", 405)
		if got.header.Get("Allow") != "DELETE, GET, HEAD, PUT" {
			t.Errorf("Allow is %q", got.header.Get("Allow"))
		}
		v.call("PUT", providers, "{}").expect(t, "PUT on the list", 405)
		v.call("GET", "/api/Auth/Logoff", "").expect(t, "GET of Logoff", 405)
		request, _ := http.NewRequest("POST", v.base+providers, io.MultiReader(strings.NewReader(quote(goodProvider()))))
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Authorization", v.token)
		do(t, request).expect(t, "chunked body", 201)
	})
}

func TestSeedZeroOptions(t *testing.T) {
	v := newVault(t, 0, false)
	v.call("POST", providers, quote(goodProvider())).expect(t, "add", 201)
	item := providers + "/Test1/"
	good := without(goodProvider(), "id")
	v.call("PUT", item, quote(with(good, "description", nil))).expect(t, "null", 400)
	send(t, "PUT", v.base+item, quote(good), "Content-Type: image/png", "Authorization: "+v.token).expect(t, "media type", 415)
	v.call("PUT", providers+"/none/", "{}").expect(t, "body first", 400)
	if got := v.call("POST", "/api/Auth/Logoff", ""); got.object["LogoffUrl"] == nil || len(got.header["Set-Cookie"]) == 0 {
		t.Errorf("log-off: %s %v", got.text, got.header)
	}
}

func TestLooseOptions(t *testing.T) {
	v := newVault(t, -1, true, "bearer=taken", "no-token=403-CAIWS001E", "details=single-object", "undocumented-members=some")
	send(t, "GET", v.base+providers, "", "Authorization: Bearer "+v.token).expect(t, "Bearer", 200)
	got := send(t, "GET", v.base+providers, "").expect(t, "no token", 403)
	if _, single := got.object["Details"].(map[string]any); !single || got.object["ErrorCode"] != "CAIWS001E" {
		t.Errorf("error: %s", got.text)
	}
	if draw(t, pvwa.Choices(), 3, false).Put("bearer=taken") == nil {
		t.Error("a loose option is there without being asked for")
	}
}

func TestUpdateOnly(t *testing.T) {
	good := quote(without(goodProvider(), "id"))
	for _, seed := range seeds() {
		base := updateOnly(t, seed, "")
		put := func(id, body string, headers ...string) reply {
			return send(t, "PUT", base+providers+"/"+id, body, append(headers, jsonType)...)
		}
		put("Here1", good, "Authorization: tok").expect(t, "update", 200)
		put("None1/", good, "Authorization: tok").expect(t, "unknown id", 404)
		put("Here1/", good).expect(t, "no token", 401)
		put("Here1/", "{}", "Authorization: tok").expect(t, "no members", 400)
		put("Here1/", quote(with(without(goodProvider(), "id"), "description", strings.Repeat("x", 256))), "Authorization: tok").expect(t, "long description", 400)
		send(t, "POST", base+providers+"/Here1/", good, jsonType, "Authorization: tok").expect(t, "POST on the item", 405)
		for _, operation := range []string{"GET " + providers, "POST " + providers, "GET " + providers + "/Here1", "DELETE " + providers + "/Here1/", "POST /api/Auth/CyberArk/Logon", "POST /api/Auth/Logoff", "PUT /api/Configuration/AuthenticationMethods/Here1"} {
			method, path, _ := strings.Cut(operation, " ")
			checkError(t, operation, send(t, method, base+path, "{}", jsonType, "Authorization: tok").expect(t, operation, 404))
		}
	}
}

func updateOnly(t *testing.T, seed int64, fault string) string {
	t.Helper()
	config := pvwa.Config{UpdateOnly: true, Token: "tok", Existing: "Here1", UpdateFault: fault, Choices: draw(t, pvwa.Choices(), seed, false)}
	return serve(t, pvwa.New(config)) + pvwa.BasePath
}

// What a server answers can be sent back: the widely used client reads a
// provider, merges and updates.
func TestReadAndSendBack(t *testing.T) {
	forSeeds(t, func(t *testing.T, seed int64) {
		v := newVault(t, seed, false)
		got := v.call("POST", providers, quote(goodProvider())).expect(t, "add", 201)
		v.call("PUT", providers+"/Test1", got.text).expect(t, "send back", 200)
		const methods = "/api/Configuration/AuthenticationMethods"
		got = v.call("POST", methods, `{"id":"Test1"}`).expect(t, "add method", 201)
		v.call("PUT", methods+"/Test1", got.text).expect(t, "send method back", 200)
	})
}
