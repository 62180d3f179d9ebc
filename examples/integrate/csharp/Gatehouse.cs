// A service that works with Gatehouse, by .NET's own library alone.
//   dotnet run Gatehouse.cs token          (.NET 10; in older ones the file is a console project's Program.cs)
//   dotnet run Gatehouse.cs invite someone@school.example http://localhost:3000/callback
//   dotnet run Gatehouse.cs listen 3000
// GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;

static class Gatehouse
{
    static readonly string Url = Environment.GetEnvironmentVariable("GATEHOUSE_URL") ?? "http://localhost:43890";
    static readonly string Audience = Environment.GetEnvironmentVariable("AUDIENCE") ?? "signin.education.gov.uk";
    static readonly string ClientId = Environment.GetEnvironmentVariable("CLIENT_ID") ?? "";
    static readonly string ApiSecret = Environment.GetEnvironmentVariable("API_SECRET") ?? "";

    // sample: token
    static byte[] Hmac(byte[] key, byte[] data)
    {
        using (var hmac = new HMACSHA256(key)) return hmac.ComputeHash(data);
    }

    static string Base64Url(byte[] data)
    {
        return Convert.ToBase64String(data).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>A JWT for the next five minutes. The key is the text of the API secret.</summary>
    static string Token()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = $"{{\"iss\":\"{ClientId}\",\"aud\":\"{Audience}\",\"iat\":{now},\"exp\":{now + 300}}}";
        var signed = Base64Url(Encoding.UTF8.GetBytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"))
            + "." + Base64Url(Encoding.UTF8.GetBytes(claims));
        return signed + "." + Base64Url(Hmac(Encoding.UTF8.GetBytes(ApiSecret), Encoding.UTF8.GetBytes(signed)));
    }
    // end

    // sample: verify
    /// <summary>Whether Gatehouse sent this callback or webhook. The key is the decoded API secret.</summary>
    static bool Verify(string delivery, string timestamp, string signatures, byte[] body)
    {
        if (!long.TryParse(timestamp, out var sentAt)) return false;
        if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - sentAt) > 300) return false;
        var signed = Encoding.UTF8.GetBytes(delivery + "." + timestamp + ".").Concat(body).ToArray();
        var expected = "v1," + Convert.ToBase64String(Hmac(Convert.FromBase64String(ApiSecret), signed));
        return (signatures ?? "").Split(' ').Any(given => CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected)));
    }
    // end

    // sample: invite
    static string Invite(string email, string callback)
    {
        // With System.Text.Json, which also escapes what stands in the names.
        var body = "{\"sourceId\":\"42\",\"given_name\":\"Given\",\"family_name\":\"Family\","
            + $"\"email\":\"{email}\",\"callback\":\"{callback}\"}}";
        using (var client = new HttpClient())
        {
            client.DefaultRequestHeaders.Add("Authorization", "Bearer " + Token());
            var content = new StringContent(body, Encoding.UTF8, "application/json");
            var answer = client.PostAsync($"{Url}/services/{ClientId}/invitations", content).Result;
            var text = answer.Content.ReadAsStringAsync().Result;
            if (answer.StatusCode != HttpStatusCode.Accepted) throw new Exception(answer.StatusCode + ": " + text);
            return text;
        }
    }
    // end

    static void Listen(string port)
    {
        var seen = new HashSet<string>(); // keep these where a restart does not lose them
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        Console.WriteLine("listening on port " + port);
        while (true)
        {
            var context = listener.GetContext();
            if (context.Request.HttpMethod == "GET") // where people are sent after they accepted
            {
                context.Response.Close(Encoding.UTF8.GetBytes("Welcome\n"), false);
                continue;
            }
            var headers = context.Request.Headers;
            var body = new MemoryStream();
            context.Request.InputStream.CopyTo(body);
            var delivery = headers["webhook-id"] ?? "";
            var isSigned = Verify(delivery, headers["webhook-timestamp"], headers["webhook-signature"], body.ToArray());
            if (isSigned && seen.Add(delivery)) Console.WriteLine(Encoding.UTF8.GetString(body.ToArray()));
            context.Response.StatusCode = isSigned ? 204 : 401;
            context.Response.Close();
        }
    }

    static void Main(string[] arguments)
    {
        switch (arguments.FirstOrDefault())
        {
            case "token": Console.WriteLine(Token()); break;
            case "invite": Console.WriteLine(Invite(arguments[1], arguments[2])); break;
            case "listen": Listen(arguments[1]); break;
            default: throw new ArgumentException("token | invite EMAIL CALLBACK | listen PORT");
        }
    }
}
