import oidc.admin.wickr.ApiClient;
import oidc.admin.wickr.api.OidcApi;
import oidc.admin.wickr.model.RegisterOidcConfigRequest;

public class Example {
  public static void main(String[] arguments) throws Exception {
    var client = new ApiClient().setBasePath(System.getenv("WICKR_ENDPOINT"));
    String key = System.getenv("AWS_ACCESS_KEY_ID"), secret = System.getenv("AWS_SECRET_ACCESS_KEY"), region = System.getenv("AWS_REGION");
    // Keys of a role, which end after some time, have a token beside them.
    String token = System.getenv("AWS_SESSION_TOKEN");
    if (token == null) client.setAWS4Configuration(key, secret, region, "wickr");
    else client.setAWS4Configuration(key, secret, token, region, "wickr");
    var oidc = new OidcApi(client);
    var network = System.getenv("WICKR_NETWORK_ID");
    oidc.registerOidcConfig(network, new RegisterOidcConfigRequest()
        .companyId("us-east-1-example").issuer("https://login.example.com").scopes("openid"));
    var info = oidc.getOidcInfo(network, null, null, null, null, null, null, null, null);
    System.out.println(info.getOpenidConnectInfo());
  }
}
