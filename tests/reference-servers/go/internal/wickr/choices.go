// Package wickr is a small Wickr Admin API with the three OIDC operations.
package wickr

import (
	"plainservers/internal/choice"
	"plainservers/internal/wire"
)

// Choices are the open branches of the API.
func Choices() []choice.Choice {
	all := append(bodyChoices(), refusalChoices()...)
	all = append(all, answerChoices()...)
	return append(all, wire.StyleChoices()...)
}

func bodyChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "wrong-type", About: "A member of the wrong JSON type: 422 ValidationError, or 400 SerializationException before any business rule.", Options: []string{"validation", "serialization"}},
		{Name: "wrong-type-reasons", About: "Whether the ValidationError for a wrong type names the field in reasons.", Options: []string{"named"}, Loose: []string{"absent"}},
		{Name: "malformed", About: "The error name for malformed JSON, status 400.", Options: []string{"BadRequestError"}, Loose: []string{"SerializationException"}},
		{Name: "empty-body", About: "A save or test without a body: malformed, or an object without members.", Options: []string{"empty-object", "malformed"}},
		{Name: "null-optional", About: "null for an optional member: taken as left out, or refused with 422.", Options: []string{"left-out", "refused"}},
		{Name: "null-required", About: "Status for null for a required member.", Options: []string{"422", "400"}},
		{Name: "missing-required", About: "Status for a required member left out.", Options: []string{"422", "400"}},
		{Name: "empty-required", About: "Status for an empty companyId on save and an empty issuer on test.", Options: []string{"400", "422"}},
		{Name: "empty-strings", About: "Other empty strings: taken, or refused with 422.", Options: []string{"taken", "refused"}},
		{Name: "negative-minutes", About: "A negative ssoTokenBufferMinutes: taken, or refused with 422.", Options: []string{"refused", "taken"}},
		{Name: "integral-float", About: "An integer written with a fraction of zero or an exponent: taken, or of the wrong type.", Options: []string{"wrong-type", "taken"}},
		{Name: "save-issuer", About: "An issuer on save that cannot be reached: taken, or refused with 400.", Options: []string{"taken", "refused"}},
		{Name: "wrong-media-type", About: "Status for a wrong media type.", Options: []string{"415", "400", "422"}},
		{Name: "missing-media-type", About: "A body without a media type: taken as JSON, or refused like a wrong one.", Options: []string{"taken", "refused"}},
		{Name: "plus-in-query", About: "A plain + in the query is itself, or a space.", Options: []string{"plus", "space"}},
	}
}

func refusalChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "check-order", About: "An unknown network is refused before or after the members are checked.", Options: []string{"network-first", "members-first"}},
		{Name: "route-check", About: "Unknown paths and methods are refused before or after the signature check.", Options: []string{"before-signature", "after-signature"}},
		{Name: "id-form-check", About: "The form of networkId is checked after or before the signature.", Options: []string{"after-signature", "before-signature"}},
		{Name: "auth-error", About: "Status and names for requests that are not signed rightly: the names common to all actions, or those of the seven.", Options: []string{"403-common", "401-seven", "403-seven", "401-common"}},
		{Name: "forbidden", About: "The error name for a role without rights, status 403.", Options: []string{"ForbiddenError", "AccessDeniedException"}},
		{Name: "network-id-form", About: "Status for a networkId that is not exactly 8 digits.", Options: []string{"422", "400"}},
		{Name: "other-method", About: "Status for other methods on a known path.", Options: []string{"405", "404", "400"}},
		{Name: "unknown-path", About: "The error name for an unknown path, status 404.", Options: []string{"UnknownOperationException", "ResourceNotFoundError"}},
		{Name: "trailing-slash", About: "A path with a slash at the end is unknown, or the same.", Options: []string{"unknown", "same"}},
		{Name: "error-name", About: "Where the error name is: in the header, in the header with a colon and more, in header and body, or in the body.", Options: []string{"header", "header-with-more", "header-and-body", "body-code", "body-type"}},
		{Name: "error-text", About: "Language of messages that the facts do not word.", Options: []string{"english", "non-ascii"}},
		{Name: "validation-body", About: "What a ValidationError holds (reasons for a wrong type are always there).", Options: []string{"both", "message-only", "reasons-only"}},
	}
}

func answerChoices() []choice.Choice {
	return []choice.Choice{
		{Name: "unconfigured", About: "GetOidcInfo before the first save: 404, 200 without openidConnectInfo, or 200 with empty texts.", Options: []string{"404", "absent", "empty-texts"}},
		{Name: "secret-in-answer", About: "The secret in answers: as sent, absent or masked.", Options: []string{"as-sent", "absent", "masked"}},
		{Name: "secret-member", About: "Under which name a secret is answered.", Options: []string{"secret", "clientSecret", "both"}},
		{Name: "server-made", About: "Whether answers have clientId, redirectUrl, applicationId and applicationName made by the server.", Options: []string{"some", "none"}},
		{Name: "user-id", About: "userId comes back as sent, or as clientId only.", Options: []string{"as-sent"}, Loose: []string{"as-client-id"}},
		{Name: "unset-members", About: "Optional texts that were not sent are left out of answers, or empty.", Options: []string{"left-out"}, Loose: []string{"empty"}},
		{Name: "token-info", About: "Members of tokenInfo: all, only some, or all with a very large expiresIn.", Options: []string{"full", "few", "large-number"}},
		{Name: "test-answer", About: "Members of a test's answer: all, only the issuer and empty lists, or none.", Options: []string{"full", "few", "none"}},
		{Name: "microsoft-flag", About: "microsoftMultiRefreshToken in a full answer to a test.", Options: []string{"false", "true", "absent"}},
		{Name: "list-order", About: "Order of lists in answers.", Options: []string{"usual", "reversed"}},
		{Name: "request-id", About: "Whether answers carry x-amzn-requestid.", Options: []string{"set", "none"}},
		{Name: "cors", About: "Access-Control-Allow-Origin only where an Origin is sent, or always.", Options: []string{"with-origin", "always"}},
		{Name: "preflight", About: "Status for a browser's preflight request.", Options: []string{"204", "200"}},
	}
}
