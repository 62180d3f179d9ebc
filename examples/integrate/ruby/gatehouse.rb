# A service that works with Gatehouse, by Ruby's own library. Only `listen` wants a gem: webrick, or your own framework.
#   ruby gatehouse.rb token
#   ruby gatehouse.rb invite someone@school.example http://localhost:3000/callback
#   ruby gatehouse.rb listen 3000
# GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
require 'base64'
require 'json'
require 'net/http'
require 'openssl'
require 'set'

URL = ENV.fetch('GATEHOUSE_URL', 'http://localhost:43890')
AUDIENCE = ENV.fetch('AUDIENCE', 'signin.education.gov.uk')
CLIENT_ID = ENV.fetch('CLIENT_ID')
API_SECRET = ENV.fetch('API_SECRET')

# sample: token
# A JWT for the next five minutes. The key is the text of the API secret.
def token
  now = Time.now.to_i
  claims = { iss: CLIENT_ID, aud: AUDIENCE, iat: now, exp: now + 300 }
  signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map { |part| Base64.urlsafe_encode64(part.to_json, padding: false) }.join('.')
  signature = OpenSSL::HMAC.digest('SHA256', API_SECRET, signed)
  "#{signed}.#{Base64.urlsafe_encode64(signature, padding: false)}"
end
# end

# sample: verify
# The body of a callback or webhook, or nil where Gatehouse did not send it. The key is the decoded API secret.
def verify(delivery, timestamp, signatures, body)
  return nil unless timestamp.to_s.match?(/\A\d+\z/) && (Time.now.to_i - timestamp.to_i).abs <= 300

  digest = OpenSSL::HMAC.digest('SHA256', Base64.decode64(API_SECRET), "#{delivery}.#{timestamp}.#{body}")
  expected = "v1,#{Base64.strict_encode64(digest)}"
  is_signed = signatures.to_s.split.any? { |given| OpenSSL.secure_compare(given, expected) }
  is_signed ? JSON.parse(body) : nil
end
# end

# sample: invite
def invite(email, callback)
  body = { sourceId: '42', given_name: 'Given', family_name: 'Family', email: email, callback: callback }
  headers = { 'Authorization' => "Bearer #{token}", 'Content-Type' => 'application/json' }
  answer = Net::HTTP.post(URI("#{URL}/services/#{CLIENT_ID}/invitations"), body.to_json, headers)
  raise "#{answer.code}: #{answer.body}" unless answer.code == '202'

  answer.body
end
# end

def listen(port)
  require 'webrick'
  seen = Set.new # keep these where a restart does not lose them
  log = WEBrick::Log.new(File::NULL)
  server = WEBrick::HTTPServer.new(BindAddress: '127.0.0.1', Port: port, Logger: log, AccessLog: [])
  server.mount_proc('/') do |request, response|
    next response.body = "Welcome\n" if request.request_method == 'GET' # where people are sent after they accepted

    delivery = request['webhook-id']
    callback = verify(delivery, request['webhook-timestamp'], request['webhook-signature'], request.body.to_s)
    puts "#{callback['sourceId']} is the user #{callback['sub']}" if callback && seen.add?(delivery)
    response.status = callback ? 204 : 401
  end
  puts "listening on port #{server.config[:Port]}"
  server.start
end

$stdout.sync = true
case ARGV.shift
when 'token' then puts token
when 'invite' then puts invite(*ARGV)
when 'listen' then listen(Integer(ARGV.first))
else abort 'ruby gatehouse.rb token | invite EMAIL CALLBACK | listen PORT'
end
