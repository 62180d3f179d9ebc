# A small site whose people sign in with the platform: Rack and omniauth_openid_connect, unmodified.
require "json"
require "omniauth_openid_connect"
require "rack/session" if Gem::Version.new(Rack.release) >= Gem::Version.new("3")
require "securerandom"
require "uri"

issuer = ENV.fetch("ISSUER", "http://localhost:43890")
site = "http://localhost:#{ENV.fetch("PORT", "3000")}"

# The gem that reads discovery speaks https alone, unless it is told otherwise: for a trial on this machine.
SWD.url_builder = URI::HTTP if issuer.start_with?("http:")

use Rack::Session::Cookie, key: "visit", secret: SecureRandom.hex(64)
OmniAuth.config.allowed_request_methods = %i[get post] # a real site posts, with a token of its own
OmniAuth.config.silence_get_warning = true
use OmniAuth::Builder do
  provider :openid_connect,
           name: :platform,
           issuer: issuer,
           discovery: true,
           response_type: :code,
           pkce: ENV["PKCE"] != "false",
           scope: %i[openid profile email organisation roles],
           request_path: "/sign-in",
           callback_path: "/callback",
           client_options: {
             identifier: ENV.fetch("CLIENT_ID", "demo-service"),
             secret: ENV.fetch("CLIENT_SECRET"),
             redirect_uri: "#{site}/callback",
           }
end

run(lambda do |env|
  request = Rack::Request.new(env)
  case request.path
  when "/callback"
    request.session["claims"] = env["omniauth.auth"].extra.raw_info.to_h
    [303, { "location" => "/" }, []]
  when "/"
    claims = request.session["claims"]
    body = claims ? JSON.pretty_generate(claims) : '<p><a href="/sign-in">Sign in</a></p>'
    [200, { "content-type" => claims ? "application/json" : "text/html" }, [body]]
  else
    [401, { "content-type" => "text/plain" }, ["Nobody signed in: #{request.params["message"]}"]]
  end
end)
