using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Thesis.Services.Identity.Pages;

/// <summary>
/// What holds for every page: nothing from elsewhere, no script but that of passkeys, no frame around it, nothing kept by the browser; and a form
/// that was left open until its token was no longer good is shown anew.
/// </summary>
internal sealed class PageRules : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        var (request, headers) = (context.HttpContext.Request, context.HttpContext.Response.Headers);
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'{Script(context)}";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.Result = new LocalRedirectResult(request.Path + request.QueryString);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    /// <summary>The one script, where it is used: no other that this origin serves.</summary>
    private static string Script(ResultExecutingContext context)
    {
        var request = context.HttpContext.Request;
        return context.Controller is IUsesPasskeys ? $"; script-src {request.Scheme}://{request.Host}{PageFiles.ScriptPath}; connect-src 'self'" : "";
    }
}

/// <summary>A page whose script speaks to the browser's passkeys.</summary>
internal interface IUsesPasskeys;
