using System.Net;
using System.Text.RegularExpressions;

namespace Thesis.Tests.Support;

/// <summary>The sign-in page as a browser fills it in.</summary>
public static partial class SignInForm
{
    /// <summary>What the form sends: its hidden fields as they came, and what a person types.</summary>
    public static FormUrlEncodedContent Fill(string html, string login, string password) => new(
        Hidden(html).Append(KeyValuePair.Create("login", login)).Append(KeyValuePair.Create("password", password)));

    /// <summary>The fields of a page's first form that nobody sees.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Hidden(string html) => Input().Matches(html.Split("</form>")[0])
        .Select(match => match.Value)
        .Where(input => Attribute(input, "type") == "hidden")
        .Select(input => KeyValuePair.Create(Attribute(input, "name"), Attribute(input, "value")));

    private static string Attribute(string input, string name) =>
        WebUtility.HtmlDecode(Regex.Match(input, $"""\s{name}="([^"]*)""").Groups[1].Value);

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Input();
}
