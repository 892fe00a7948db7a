// Package pvwa is a small PVWA: log-on and log-off, OIDC identity providers
// and authentication methods.
package pvwa

import (
	"plainservers/internal/choice"
	"plainservers/internal/wire"
)

// Choices are the open branches of the PVWA.
func Choices() []choice.Choice {
	all := append(bodyChoices(), providerChoices()...)
	all = append(all, sessionChoices()...)
	all = append(all, answerChoices()...)
	return append(all, wire.StyleChoices()...)
}

func bodyChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "check-order", About: "What comes first: the existence of the id, the well-formedness of the body, or all checks of the body.", Options: []string{"existence-first", "syntax-first", "body-first"}},
		{Name: "route-check", About: "Unknown paths (404) and methods (405) are refused before or after the session check.", Options: []string{"before-session", "after-session"}},
		{Name: "wrong-media-type", About: "Status for a media type outside the documented list.", Options: []string{"400", "415"}},
		{Name: "missing-media-type", About: "Status for a body without a media type.", Options: []string{"400", "415"}},
		{Name: "null-optional", About: "null for an optional member: taken as left out, or refused with 400.", Options: []string{"left-out", "refused"}},
		{Name: "empty-strings", About: "Empty strings other than an empty clientId: taken as left out, or refused with 400.", Options: []string{"taken", "refused"}},
		{Name: "empty-client-id", About: "An empty clientId.", Options: []string{"refused"}, Loose: []string{"taken"}},
		{Name: "member-case", About: "Names of request members: only as documented, or in any letter case.", Options: []string{"exact", "any"}},
		{Name: "long-path-id", About: "Status for an id in the path longer than 50 characters.", Options: []string{"404", "400"}},
	}
}

func providerChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "three-member-form", About: "The three members without discoveryEndpointUrl: accepted, or refused with 400.", Options: []string{"accepted", "refused"}},
		{Name: "implicit-flow", About: "An authenticationFlow of Implicit in a request.", Options: []string{"refused", "taken"}},
		{Name: "secret-method-case", About: "Letter cases of clientSecretMethod: the four documented spellings, or any.", Options: []string{"four-spellings", "any"}},
		{Name: "id-letters", About: "Which letters and digits an id may have.", Options: []string{"ascii", "unicode"}},
		{Name: "claim-letters", About: "Which letters userNameClaim may have.", Options: []string{"ascii", "unicode"}},
		{Name: "url-schemes", About: "Which URLs are taken: http and https only, or any scheme.", Options: []string{"web", "any"}},
		{Name: "jwk-check", About: "How the keys of jwkSet are checked: each an object with kty, or only an array of objects.", Options: []string{"kty-needed", "objects"}},
		{Name: "empty-jwk-list", About: "A jwkSet whose keys array is empty.", Options: []string{"taken", "refused"}},
		{Name: "irrelevant-check", About: "Contents of the three members beside discoveryEndpointUrl: checked or not (the types always are).", Options: []string{"checked", "unchecked"}},
		{Name: "irrelevant-members", About: "The three members beside discoveryEndpointUrl: kept or dropped.", Options: []string{"kept", "dropped"}},
		{Name: "unset-members", About: "Optional texts of a provider that are not set (description, issuer), in answers.", Options: []string{"left-out", "empty"}, Loose: []string{"null"}},
		{Name: "providers-at-start", About: "Whether an old provider with the flow Implicit is there at the start.", Options: []string{"none", "one-implicit"}},
		{Name: "id-case", About: "Ids that differ only in case are two, or the same.", Options: []string{"two"}, Loose: []string{"same"}},
		{Name: "methods-at-start", About: "Whether built-in authentication methods are there at the start.", Options: []string{"none", "built-in"}},
		{Name: "method-unset", About: "Members of an authentication method that are not set, in answers: left out, or false and empty.", Options: []string{"left-out", "filled"}},
		{Name: "method-update", About: "An update of an authentication method replaces or merges.", Options: []string{"replaces"}, Loose: []string{"merges"}},
		{Name: "second-factor-case", About: "Letter case of secondFactorAuth in requests.", Options: []string{"exact", "any"}},
	}
}

func sessionChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "bad-credentials", About: "Status for wrong credentials at log-on.", Options: []string{"403", "401"}},
		{Name: "suspend-after", About: "After how many wrong passwords in a row an account is suspended.", Options: []string{"5", "3"}},
		{Name: "other-sessions", About: "A log-on without concurrentSession: other sessions of the user are kept or ended.", Options: []string{"kept", "ended"}},
		{Name: "session-clock", About: "The session time-out counts from the last use or from the log-on.", Options: []string{"last-use", "log-on"}},
		{Name: "token-form", About: "Length of a session token.", Options: []string{"short", "long"}},
		{Name: "logoff-body", About: "The answer to a log-off: empty, or an object with LogoffUrl.", Options: []string{"empty", "logoff-url"}},
		{Name: "saml", About: "A log-on of type SAML: an unknown path, or refused like wrong credentials.", Options: []string{"unknown", "refused"}},
		{Name: "no-token", About: "No or an ended session.", Options: []string{"401-PASWS006E"}, Loose: []string{"403-CAIWS001E"}},
		{Name: "bearer", About: "A token with Bearer before it.", Options: []string{"refused"}, Loose: []string{"taken"}},
		{Name: "stickiness", About: "Whether a caller that drops the cookie loses its session.", Options: []string{"none"}, Loose: []string{"cookie-needed"}},
		{Name: "radius", About: "A RADIUS log-on is answered at once or with a challenge.", Options: []string{"direct"}, Loose: []string{"challenge"}},
		{Name: "windows", About: "A Windows log-on answers a token, or an object without one.", Options: []string{"token"}, Loose: []string{"object"}},
	}
}

func answerChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "list-order", About: "Order of lists in answers.", Options: []string{"added", "sorted", "reversed"}},
		{Name: "details", About: "Details of error bodies.", Options: []string{"absent", "entries", "empty", "extra-members"}, Loose: []string{"other-members", "single-object"}},
		{Name: "error-text", About: "Language of error messages.", Options: []string{"english", "non-ascii"}},
		{Name: "error-codes", About: "Error codes as seen in the wild, or others of the same form.", Options: []string{"seen"}, Loose: []string{"other"}},
		{Name: "cookies", About: "Whether answers set cookies.", Options: []string{"none", "set"}},
		{Name: "extra-headers", About: "Whether answers carry api-supported-versions, Cache-Control and Pragma.", Options: []string{"set", "none"}},
		{Name: "location", About: "Whether a 201 carries a Location.", Options: []string{"none", "set"}},
		{Name: "empty-answer-type", About: "Whether answers with status 200 and no body name a media type.", Options: []string{"none", "set"}},
		{Name: "timeout-path", About: "Whether GET /api/Settings/Timeout is there.", Options: []string{"present", "absent"}},
		{Name: "undocumented-members", About: "Members in answers that are not documented.", Options: []string{"none"}, Loose: []string{"some"}},
	}
}
