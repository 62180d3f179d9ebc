// A service that works with Gatehouse, by Java's own library alone (Java 17 or newer).
//   java Gatehouse.java token
//   java Gatehouse.java invite someone@school.example http://localhost:3000/callback
//   java Gatehouse.java listen 3000
// GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public class Gatehouse {
  static final String URL = System.getenv().getOrDefault("GATEHOUSE_URL", "http://localhost:43890");
  static final String AUDIENCE = System.getenv().getOrDefault("AUDIENCE", "signin.education.gov.uk");
  static final String CLIENT_ID = System.getenv("CLIENT_ID");
  static final String API_SECRET = System.getenv("API_SECRET");

  // sample: token
  static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) mac.update(part);
    return mac.doFinal();
  }

  /** A JWT for the next five minutes. The key is the text of the API secret. */
  static String token() throws GeneralSecurityException {
    long now = System.currentTimeMillis() / 1000;
    String claims = """
        {"iss":"%s","aud":"%s","iat":%d,"exp":%d}""".formatted(CLIENT_ID, AUDIENCE, now, now + 300);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    String signed = encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
        + "." + encoder.encodeToString(claims.getBytes(UTF_8));
    return signed + "." + encoder.encodeToString(hmac(API_SECRET.getBytes(UTF_8), signed.getBytes(UTF_8)));
  }
  // end

  // sample: verify
  /** Whether Gatehouse sent this callback or webhook. The key is the decoded API secret. */
  static boolean verify(String delivery, String timestamp, String signatures, byte[] body)
      throws GeneralSecurityException {
    if (delivery == null || timestamp == null || signatures == null) return false;
    if (!timestamp.matches("[0-9]{1,12}")) return false;
    if (Math.abs(System.currentTimeMillis() / 1000 - Long.parseLong(timestamp)) > 300) return false;
    byte[] digest = hmac(
        Base64.getDecoder().decode(API_SECRET), (delivery + "." + timestamp + ".").getBytes(UTF_8), body);
    byte[] expected = ("v1," + Base64.getEncoder().encodeToString(digest)).getBytes(UTF_8);
    boolean isSigned = false;
    for (String one : signatures.split(" ")) isSigned |= MessageDigest.isEqual(one.getBytes(UTF_8), expected);
    return isSigned;
  }
  // end

  // sample: invite
  static String invite(String email, String callback) throws Exception {
    // With a JSON library, which also escapes what stands in the names.
    String body = """
        {"sourceId": "42", "given_name": "Given", "family_name": "Family", "email": "%s", "callback": "%s"}"""
        .formatted(email, callback);
    var request = HttpRequest.newBuilder(URI.create(URL + "/services/" + CLIENT_ID + "/invitations"))
        .header("Authorization", "Bearer " + token())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 202) throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
    return answer.body();
  }
  // end

  static void listen(int port) throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet(); // keep these where a restart does not lose them
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/", exchange -> {
      try (exchange) {
        if (exchange.getRequestMethod().equals("GET")) { // where people are sent after they accepted
          exchange.sendResponseHeaders(200, 8);
          exchange.getResponseBody().write("Welcome\n".getBytes(UTF_8));
          return;
        }
        byte[] body = exchange.getRequestBody().readAllBytes();
        var headers = exchange.getRequestHeaders();
        String delivery = headers.getFirst("webhook-id");
        boolean isSigned = verify(
            delivery, headers.getFirst("webhook-timestamp"), headers.getFirst("webhook-signature"), body);
        if (isSigned && seen.add(delivery)) System.out.println(new String(body, UTF_8));
        exchange.sendResponseHeaders(isSigned ? 204 : 401, -1);
      } catch (GeneralSecurityException error) {
        throw new IllegalStateException(error);
      }
    });
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments.length == 0 ? "" : arguments[0]) {
      case "token" -> System.out.println(token());
      case "invite" -> System.out.println(invite(arguments[1], arguments[2]));
      case "listen" -> listen(Integer.parseInt(arguments[1]));
      default -> throw new IllegalArgumentException("token | invite EMAIL CALLBACK | listen PORT");
    }
  }
}
