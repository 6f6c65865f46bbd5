using System.Security.Claims;
using System.Text.Encodings.Web;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

public sealed class StatusTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("100 %")]
    [InlineData("%41 is not A")]
    [InlineData("řeřicha 🥕 \u0001\r\n end")]
    [InlineData("")]
    public async Task Any_text_travels_as_the_message_of_a_status(string detail)
    {
        var error = await FailureAsync(_ => new RpcException(new Status(StatusCode.NotFound, detail)));

        Assert.Equal(new Status(StatusCode.NotFound, detail), error.Status);
    }

    [Fact]
    public async Task Details_travel_with_a_status()
    {
        var status = new Google.Rpc.Status { Code = 3, Message = "bad", Details = { Any.Pack(new EchoReply { Index = 7 }) } };

        var error = await FailureAsync(_ => status.ToRpcException());

        Assert.Equal(new Status(StatusCode.InvalidArgument, "bad"), error.Status);
        Assert.Equal(7, error.GetRpcStatus()?.Details.Single().Unpack<EchoReply>().Index);
    }

    [Fact]
    public async Task Details_that_cannot_be_read_are_none()
    {
        var error = await FailureAsync(_ => new RpcException(
            new Status(StatusCode.Aborted, ""), new Metadata { { RpcStatusExtensions.DetailsTrailer, [0xff, 0xff] } }));

        Assert.Equal(StatusCode.Aborted, error.StatusCode);
        Assert.Null(error.GetRpcStatus());
    }

    [Fact]
    public async Task An_unforeseen_exception_is_logged_once_and_tells_the_client_nothing()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(
            EchoMethods.Say, (_, _) => throw new FormatException("secret")));

        var error = await Assert.ThrowsAsync<RpcException>(() => host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
        Assert.IsType<FormatException>(Assert.Single(host.Log.AtLeast(LogLevel.Warning)).Exception);
    }

    [Fact]
    public async Task A_failure_of_a_call_made_by_a_handler_can_be_passed_on()
    {
        await using var inner = await GrpcHost.StartAsync(new EchoService().Map);
        await using var outer = await GrpcHost.StartAsync(app => app.MapGrpc(
            EchoMethods.Say, (request, _) => inner.Channel.UnaryAsync(EchoMethods.Say, request)));

        var error = await Assert.ThrowsAsync<RpcException>(() =>
            outer.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest { Command = "fail", Text = "dole" }));

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "dole"), error.Status);
        Assert.Equal([0, 255, 10], error.Trailers.GetValueBytes("reason-bin"));
    }

    [Fact]
    public async Task A_handler_can_end_with_a_status_and_no_exception()
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (_, context) =>
        {
            context.Status = new Status(StatusCode.OutOfRange, "end");
            context.ResponseTrailers.Add("why", "x");
            return Task.FromResult(new EchoReply());
        }));

        var error = await Assert.ThrowsAsync<RpcException>(() => host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));

        Assert.Equal(StatusCode.OutOfRange, error.StatusCode);
        Assert.Equal("x", error.Trailers.GetValue("why"));
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("driver", StatusCode.PermissionDenied)]
    [InlineData("operator", StatusCode.OK)]
    public async Task Endpoint_authorization_decides_who_may_call(string? role, StatusCode expected)
    {
        await using var host = await GrpcHost.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGrpc(EchoMethods.Say, (_, context) =>
                        Task.FromResult(new EchoReply { Text = context.GetHttpContext().User.Identity?.Name ?? "" }))
                    .RequireAuthorization(policy => policy.RequireRole("operator"));
            },
            builder =>
            {
                builder.Services.AddAuthentication("role").AddScheme<AuthenticationSchemeOptions, RoleAuthentication>("role", null);
                builder.Services.AddAuthorization();
            });

        var headers = new Metadata();
        if (role is not null)
        {
            headers.Add("authorization", role);
        }

        var call = host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest(), new CallOptions(headers));

        var code = await Record.ExceptionAsync(() => call) is RpcException error ? error.StatusCode : StatusCode.OK;
        Assert.Equal(expected, code);
    }

    private static async Task<RpcException> FailureAsync(Func<EchoRequest, RpcException> fail)
    {
        await using var host = await GrpcHost.StartAsync(app => app.MapGrpc(EchoMethods.Say, (request, _) => throw fail(request)));
        return await Assert.ThrowsAsync<RpcException>(() => host.Channel.UnaryAsync(EchoMethods.Say, new EchoRequest()));
    }

    /// <summary>Takes the authorization header for the name of the caller's role.</summary>
    private sealed class RoleAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var role = Request.Headers.Authorization.ToString();
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, role), new Claim(ClaimTypes.Role, role)], Scheme.Name);
            return Task.FromResult(role.Length == 0
                ? AuthenticateResult.NoResult()
                : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
