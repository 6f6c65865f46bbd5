using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using BadRequest = Google.Rpc.BadRequest;

namespace Thesis.ServiceDefaults;

/// <summary>
/// Problems on the wire of gRPC: a <c>google.rpc.Status</c> whose ErrorInfo holds the problem's type, title and HTTP status,
/// and whose BadRequest holds the field errors. What one service answers, the next can answer in turn.
/// </summary>
internal static class RpcProblems
{
    private const string Domain = "thesis.example";
    private const string StatusKey = "status";
    private const string TitleKey = "title";
    private const string ErrorsExtension = "errors";

    /// <summary>The exception that ends a call with the problem.</summary>
    public static RpcException ToRpcException(ProblemDetails problem)
    {
        var status = problem.Status ?? StatusCodes.Status500InternalServerError;
        var info = new ErrorInfo
        {
            Domain = Domain,
            Reason = ToReason(problem.Type),
            Metadata = { [StatusKey] = status.ToString(CultureInfo.InvariantCulture), [TitleKey] = problem.Title ?? "" },
        };
        foreach (var (name, value) in problem.Extensions.Where(e => e.Value is string))
        {
            info.Metadata[name] = (string?)value;
        }

        var answer = new Google.Rpc.Status
        {
            Code = (int)ToCode(status),
            Message = problem.Detail ?? problem.Title ?? "",
            Details = { Any.Pack(info) },
        };
        if (problem.Extensions.TryGetValue(ErrorsExtension, out var e) && e is IReadOnlyDictionary<string, string[]> errors)
        {
            answer.Details.Add(Any.Pack(ToBadRequest(errors)));
        }

        return answer.ToRpcException();
    }

    /// <summary>The problem with which a call ended; null when the status carries none of ours.</summary>
    public static ProblemHttpResult? Of(RpcException exception)
    {
        var status = exception.GetRpcStatus();
        if (status?.GetDetail<ErrorInfo>() is not { Domain: Domain } info || !info.Metadata.TryGetValue(StatusKey, out var code))
        {
            return null;
        }

        var title = info.Metadata.GetValueOrDefault(TitleKey);
        var problem = new ProblemDetails
        {
            Status = int.Parse(code, CultureInfo.InvariantCulture),
            Type = Problems.TypeBase + info.Reason.ToLowerInvariant().Replace('_', '-'),
            Title = title,
            Detail = status.Message == title ? null : status.Message,
        };
        foreach (var (name, value) in info.Metadata.Where(m => m.Key is not (StatusKey or TitleKey)))
        {
            problem.Extensions[name] = value;
        }

        if (status.GetDetail<BadRequest>() is { } bad)
        {
            problem.Extensions[ErrorsExtension] = bad.FieldViolations
                .GroupBy(v => v.Field).ToDictionary(field => field.Key, field => field.Select(v => v.Description).ToArray());
        }

        return TypedResults.Problem(problem);
    }

    private static BadRequest ToBadRequest(IReadOnlyDictionary<string, string[]> errors) => new()
    {
        FieldViolations =
        {
            errors.SelectMany(field => field.Value.Select(message =>
                new BadRequest.Types.FieldViolation { Field = field.Key, Description = message })),
        },
    };

    /// <summary>A reason is in upper snake case by google.rpc's rules: <c>order-status</c> is ORDER_STATUS.</summary>
    private static string ToReason(string? type) =>
        (type ?? "")[(type?.LastIndexOf('/') + 1 ?? 0)..].Replace('-', '_').ToUpperInvariant();

    private static StatusCode ToCode(int status) => status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity => StatusCode.InvalidArgument,
        StatusCodes.Status401Unauthorized => StatusCode.Unauthenticated,
        StatusCodes.Status403Forbidden => StatusCode.PermissionDenied,
        StatusCodes.Status404NotFound => StatusCode.NotFound,
        StatusCodes.Status409Conflict or StatusCodes.Status428PreconditionRequired => StatusCode.FailedPrecondition,
        StatusCodes.Status412PreconditionFailed => StatusCode.Aborted,
        StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => StatusCode.ResourceExhausted,
        StatusCodes.Status503ServiceUnavailable => StatusCode.Unavailable,
        _ => StatusCode.Internal,
    };
}
