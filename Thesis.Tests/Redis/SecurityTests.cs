using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Thesis.Redis.Tests;

public sealed class SecurityTests
{
    // A busy machine takes a second for a connection that is then refused.
    private static readonly TimeSpan UntilRefused = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task An_ACL_user_may_do_what_its_rules_say_and_nothing_else()
    {
        await using var server = await RedisServer.StartAsync(
            arguments: [.. "--user app on >pass=word ~app:* &news +get +set +publish +subscribe --user default off".Split(' ')]);
        await using var redis = RedisConnection.Create(RedisOptions.Parse($"{server.ConnectionString},user=app,password=pass=word"));

        Assert.True(await redis.SetAsync("app:k", 1));
        Assert.Equal("NOPERM", (await Assert.ThrowsAsync<RedisServerException>(async () => await redis.GetAsync("other"))).Code);
        await using var news = await redis.SubscribeAsync("news", _ => ValueTask.CompletedTask);
        var refused = await Assert.ThrowsAsync<RedisServerException>(() => redis.SubscribeAsync("secrets", _ => ValueTask.CompletedTask));
        Assert.Equal("NOPERM", refused.Code);
        Assert.Equal(1, await redis.PublishAsync("news", "x"));
    }

    [Fact]
    public async Task A_password_of_the_default_user_is_enough()
    {
        await using var server = await RedisServer.StartAsync(arguments: ["--requirepass", "hush"]);
        await using var redis = RedisConnection.Create(RedisOptions.Parse($"{server.ConnectionString},password=hush"));

        Assert.True(await redis.SetAsync("k", 1));
    }

    [Fact]
    public async Task A_wrong_password_fails_calls_with_the_reason_and_without_the_password()
    {
        await using var server = await RedisServer.StartAsync(arguments: ["--requirepass", "hush"]);
        await using var redis = RedisConnection.Create(
            RedisOptions.Parse($"{server.ConnectionString},password=guess") with { ConnectionWait = UntilRefused });

        var failure = await Assert.ThrowsAsync<RedisException>(async () => await redis.GetAsync("k"));

        Assert.Equal(RedisFailure.NotConnected, failure.Failure);
        Assert.Contains("WRONGPASS", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_protects_the_connection_and_an_unknown_certificate_is_refused()
    {
        var directory = Directory.CreateTempSubdirectory("thesis-redis-tls-");
        try
        {
            using var certificate = WriteCertificate(directory.FullName);
            var file = Path.Combine(directory.FullName, "server");
            await using var server = await RedisServer.StartAsync(
                isTls: true,
                "--tls-cert-file", file + ".crt", "--tls-key-file", file + ".key", "--tls-ca-cert-file", file + ".crt", "--tls-auth-clients", "yes");
            var options = RedisOptions.Parse($"{server.ConnectionString},ssl=true,sslHost=localhost") with
            {
                ClientCertificate = certificate,
                ConnectionWait = UntilRefused,
            };

            await using var trusting = RedisConnection.Create(options with
            {
                ConnectionWait = Eventually.Patience,
                ServerCertificateValidation = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString(),
            });
            await trusting.SetAsync("k", new byte[1 << 20]);
            Assert.Equal(1 << 20, (await trusting.GetAsync("k")).AsBytes().Length);

            await using var wary = RedisConnection.Create(options);
            var failure = await Assert.ThrowsAsync<RedisException>(async () => await wary.GetAsync("k"));
            Assert.Equal(RedisFailure.NotConnected, failure.Failure);
            Assert.IsType<System.Security.Authentication.AuthenticationException>(failure.InnerException);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static X509Certificate2 WriteCertificate(string directory)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(directory, "server.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "server.key"), key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
