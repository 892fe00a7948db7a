import java.net.URI;
import oidc.admin.pvwa.Session;
import oidc.admin.pvwa.api.ProvidersApi;
import oidc.admin.pvwa.model.ProviderAdd;
import oidc.admin.pvwa.model.ProviderAddByDiscovery;

public class Example {
  public static void main(String[] arguments) throws Exception {
    try (var session = new Session(System.getenv("PVWA_URL"), System.getenv("PVWA_USERNAME"), System.getenv("PVWA_PASSWORD"))) {
      var providers = new ProvidersApi(session);
      var discovery = URI.create("https://idp.example.net/.well-known/openid-configuration");
      var added = new ProviderAddByDiscovery().id("example").clientId("pvwa").discoveryEndpointUrl(discovery)
          .clientSecretMethod(ProviderAddByDiscovery.ClientSecretMethodEnum.POST);
      providers.addProvider(new ProviderAdd(added));
      System.out.println(providers.listProviders().getProviders().get(0).getId());
      providers.deleteProvider("example");
    }
  }
}
