using System.Security.Cryptography;
using System.Text;

namespace Thesis.ServiceDefaults;

/// <summary>The key of events about a person, by which they keep their order.</summary>
public static class SubjectKey
{
    /// <param name="subject">The person's subject.</param>
    public static long Of(string subject) => BitConverter.ToInt64(SHA256.HashData(Encoding.UTF8.GetBytes(subject))) & long.MaxValue;
}
