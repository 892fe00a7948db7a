import com.google.gson.JsonParser;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import oidc.admin.pvwa.Session;
import oidc.admin.pvwa.api.ProvidersApi;
import oidc.admin.pvwa.api.SessionApi;
import oidc.admin.pvwa.model.LogonRequest;
import oidc.admin.pvwa.model.ProviderAdd;
import oidc.admin.pvwa.model.ProviderAddByDiscovery;
import oidc.admin.pvwa.model.ProviderAddByEndpoints;
import oidc.admin.pvwa.model.ProviderUpdate;
import oidc.admin.pvwa.model.ProviderUpdateByDiscovery;
import oidc.admin.wickr.api.OidcApi;
import oidc.admin.wickr.model.RegisterOidcConfigRequest;
import oidc.admin.wickr.model.RegisterOidcConfigTestRequest;

/** The whole life on both mocks, with the installed Java clients. */
public class Life {
  static final URI DISCOVERY = URI.create("https://idp.example.net/.well-known/openid-configuration");
  static final String SECRET = "a secret of Zoë & Co.";
  static final String KEYS = "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"1\",\"n\":\"sXchDaQeb\",\"e\":\"AQAB\"}]}";

  interface Call {
    void run() throws Exception;
  }

  static void same(Object actual, Object expected) {
    if (!Objects.equals(actual, expected)) throw new AssertionError(actual + " is not " + expected);
  }

  /** Holds a call against the status of its error, and hands out a property of the body. */
  static String refused(int status, Call call, String property) throws Exception {
    int found;
    String body;
    try {
      call.run();
      throw new AssertionError("not refused with " + status);
    } catch (oidc.admin.pvwa.ApiException error) {
      found = error.getCode();
      body = error.getResponseBody();
    } catch (oidc.admin.wickr.ApiException error) {
      found = error.getCode();
      body = error.getResponseBody();
    }
    same(found, status);
    return JsonParser.parseString(body).getAsJsonObject().get(property).getAsString();
  }

  static void hidden(String secret, Object... values) {
    for (Object value : values) {
      if (value.toString().contains(secret)) throw new AssertionError("a secret is shown");
    }
  }

  /** A call that the client refuses by itself, with an error that does not show the secret. */
  static void unspoken(String secret, Call call) {
    try {
      call.run();
    } catch (Exception error) {
      hidden(secret, error);
      return;
    }
    throw new AssertionError("nothing is refused");
  }

  static List<String> ids(ProvidersApi providers) throws Exception {
    return providers.listProviders().getProviders().stream().map(one -> one.getId()).sorted().collect(Collectors.toList());
  }

  static void vault(String url, String username, String password) throws Exception {
    var wrong = new ProvidersApi(new Session(url, "nobody", "wrong"));
    for (int count = 0; count < 2; count++) same(refused(401, () -> wrong.listProviders(), "ErrorCode"), "PASWS013E");
    try (var session = new Session(url, username, password)) {
      var providers = new ProvidersApi(session);
      var found = new ProviderAddByDiscovery().id("one").clientId("Zoë & Co.").clientSecret(SECRET)
          .clientSecretMethod(ProviderAddByDiscovery.ClientSecretMethodEnum.POST).discoveryEndpointUrl(DISCOVERY);
      same(providers.addProvider(new ProviderAdd(found)).getClientId(), "Zoë & Co.");
      same(refused(409, () -> providers.addProvider(new ProviderAdd(found)), "ErrorCode"), "PASWS409E");
      var told = new ProviderAddByEndpoints().id("two").clientId("pvwa").jwkSet(KEYS).issuer("https://idp.example.net")
          .clientSecretMethod(ProviderAddByEndpoints.ClientSecretMethodEnum.BASIC)
          .authenticationEndpointUrl(URI.create("https://idp.example.net/authorize"));
      same(providers.addProvider(new ProviderAdd(told)).getIssuer(), "https://idp.example.net");
      same(ids(providers), List.of("one", "two"));
      // The server ends the session, and the client does not know.
      new SessionApi(session).logoff();
      var update = new ProviderUpdateByDiscovery().clientId("new").discoveryEndpointUrl(DISCOVERY).description("“updated”")
          .clientSecretMethod(ProviderUpdateByDiscovery.ClientSecretMethodEnum.BASIC);
      providers.updateProvider("one", new ProviderUpdate(update));
      var read = providers.getProvider("one");
      same(List.of(read.getClientId(), read.getClientSecretMethod(), read.getDescription()), List.of("new", "Basic", "“updated”"));
      same(refused(404, () -> providers.getProvider("unknown"), "ErrorCode"), "PASWS404E");
      for (var id : List.of("one", "two")) providers.deleteProvider(id);
      same(ids(providers), List.of());
      hidden(SECRET, found, new ProviderAdd(found));
      hidden(password, session, new LogonRequest().username(username).password(password));
      unspoken(SECRET, () -> LogonRequest.fromJson("{\"password\":\"" + SECRET + "\"}"));
      unspoken(SECRET, () -> LogonRequest.fromJson("{\"username\":\"one\",\"password\":[\"" + SECRET + "\"]}"));
      unspoken(SECRET, () -> ProviderAdd.fromJson("{\"clientSecret\":\"" + SECRET + "\"}"));
    }
  }

  static OidcApi oidcOf(String url, String secret, String region) {
    var client = new oidc.admin.wickr.ApiClient().setBasePath(url);
    client.setAWS4Configuration(System.getenv("AWS_ACCESS_KEY_ID"), secret, region, "wickr");
    return new OidcApi(client);
  }

  static void network(String url, String region, String id) throws Exception {
    var oidc = oidcOf(url, System.getenv("AWS_SECRET_ACCESS_KEY"), region);
    var body = new RegisterOidcConfigRequest().companyId(region + "-Zoë & Co.").issuer("https://login.example.com")
        .scopes("openid email").secret(SECRET).ssoTokenBufferMinutes(5);
    same(oidc.registerOidcConfig(id, body).getCompanyId(), region + "-Zoë & Co.");
    var info = oidc.getOidcInfo(id, "a b+c/ü", null, null, "https://app.example/?x=1&y=2", null, null, null, null);
    same(info.getOpenidConnectInfo().getSsoTokenBufferMinutes(), 5);
    var test = new RegisterOidcConfigTestRequest().issuer("https://login.example.com").scopes("openid");
    same(oidc.registerOidcConfigTest(id, test).getIssuer(), "https://login.example.com");
    refused(404, () -> oidc.getOidcInfo("00000000", null, null, null, null, null, null, null, null), "message");
    hidden(SECRET, body);
    unspoken(SECRET, () -> RegisterOidcConfigRequest.fromJson("{\"secret\":\"" + SECRET + "\"}"));
    body.setCompanyId("without-a-region");
    same(refused(400, () -> oidc.registerOidcConfig(id, body), "message"), "Invalid companyId");
    refused(401, () -> oidcOf(url, "wrong", region).getOidcInfo(id, null, null, null, null, null, null, null, null), "message");
  }

  /** What a later server sends: other values, more properties. */
  static void later(String url) throws Exception {
    try (var session = new Session(url, "user", "password")) {
      var read = new ProvidersApi(session).getProvider("one");
      same(List.of(read.getClientSecretMethod(), read.getAuthenticationFlow()), List.of("PrivateKeyJwt", "Hybrid"));
    }
    var info = oidcOf(url, "b", "us-east-1").getOidcInfo("12345678", null, null, null, null, null, null, null, null);
    same(info.getOpenidConnectInfo().getIssuer(), "https://login.example.com");
  }

  /** A server that names another host, which the judge looks at, for the log-on or for all else. */
  static void moved(String url) throws Exception {
    var first = new ProvidersApi(new Session(url + "/logon", "user", "password"));
    same(refused(307, () -> first.listProviders(), "ErrorCode"), "moved");
    var session = new Session(url + "/calls", "user", "password");
    same(refused(307, () -> new ProvidersApi(session).listProviders(), "ErrorCode"), "moved");
    same(refused(307, session::close, "ErrorCode"), "moved");
  }

  public static void main(String[] arguments) throws Exception {
    vault(System.getenv("PVWA_URL"), System.getenv("PVWA_USERNAME"), System.getenv("PVWA_PASSWORD"));
    network(System.getenv("WICKR_ENDPOINT"), System.getenv("AWS_REGION"), System.getenv("WICKR_NETWORK_ID"));
    later(System.getenv("LATER_URL"));
    moved(System.getenv("MOVED_URL"));
    System.out.println("lived");
  }
}
