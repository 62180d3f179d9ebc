// A service that works with Gatehouse, by Go's own library alone.
//
//	go run gatehouse.go token
//	go run gatehouse.go invite someone@school.example http://localhost:3000/callback
//	go run gatehouse.go listen 3000
//
// GATEHOUSE_URL, CLIENT_ID and API_SECRET are read from the environment.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	platform  = setting("GATEHOUSE_URL", "http://localhost:43890")
	audience  = setting("AUDIENCE", "signin.education.gov.uk")
	clientID  = os.Getenv("CLIENT_ID")
	apiSecret = os.Getenv("API_SECRET")
)

func setting(name, standard string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return standard
}

// sample: token
func sign(key []byte, parts ...[]byte) []byte {
	mac := hmac.New(sha256.New, key)
	for _, part := range parts {
		mac.Write(part)
	}
	return mac.Sum(nil)
}

// A JWT for the next five minutes. The key is the text of the API secret.
func token() string {
	now := time.Now().Unix()
	claims, _ := json.Marshal(map[string]any{"iss": clientID, "aud": audience, "iat": now, "exp": now + 300})
	encode := base64.RawURLEncoding.EncodeToString
	signed := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(claims)
	return signed + "." + encode(sign([]byte(apiSecret), []byte(signed)))
}

// end

// sample: verify
// Whether Gatehouse sent this callback or webhook. The key is the decoded API secret.
func verify(headers http.Header, body []byte) bool {
	delivery, timestamp := headers.Get("webhook-id"), headers.Get("webhook-timestamp")
	sentAt, err := strconv.ParseInt(timestamp, 10, 64)
	if age := time.Now().Unix() - sentAt; err != nil || age > 300 || age < -300 {
		return false
	}
	key, err := base64.StdEncoding.DecodeString(apiSecret)
	if err != nil || len(key) == 0 {
		return false
	}
	digest := sign(key, []byte(delivery+"."+timestamp+"."), body)
	expected := []byte("v1," + base64.StdEncoding.EncodeToString(digest))
	for _, given := range strings.Fields(headers.Get("webhook-signature")) {
		if hmac.Equal([]byte(given), expected) {
			return true
		}
	}
	return false
}

// end

// sample: invite
func invite(email, callback string) (string, error) {
	body, _ := json.Marshal(map[string]string{
		"sourceId":   "42", // your own id of the person: the callback brings it back
		"given_name": "Given", "family_name": "Family", "email": email, "callback": callback,
	})
	address := platform + "/services/" + clientID + "/invitations"
	request, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Authorization", "Bearer "+token())
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%d: %s", answer.StatusCode, text)
	}
	return string(text), err
}

// end

func listen(port string) error {
	var seen sync.Map // keep these where a restart does not lose them
	receive := func(response http.ResponseWriter, request *http.Request) {
		if request.Method == http.MethodGet { // where people are sent after they accepted: your own page
			io.WriteString(response, "Welcome\n")
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, 65_536))
		if err != nil || !verify(request.Header, body) {
			response.WriteHeader(http.StatusUnauthorized)
			return
		}
		if _, repeated := seen.LoadOrStore(request.Header.Get("webhook-id"), true); !repeated {
			var callback struct {
				Sub      string
				SourceID any `json:"sourceId"`
			}
			json.Unmarshal(body, &callback)
			fmt.Printf("%v is the user %s\n", callback.SourceID, callback.Sub)
		}
		response.WriteHeader(http.StatusNoContent)
	}
	fmt.Println("listening on port " + port)
	return http.ListenAndServe("127.0.0.1:"+port, http.HandlerFunc(receive))
}

func main() {
	arguments := append(os.Args[1:], "", "", "")
	var text string
	var err error
	switch arguments[0] {
	case "token":
		text = token()
	case "invite":
		text, err = invite(arguments[1], arguments[2])
	case "listen":
		err = listen(arguments[1])
	default:
		log.Fatal("go run gatehouse.go token | invite EMAIL CALLBACK | listen PORT")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)
}
