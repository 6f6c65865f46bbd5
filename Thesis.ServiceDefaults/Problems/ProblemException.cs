using Microsoft.AspNetCore.Http.HttpResults;

namespace Thesis.ServiceDefaults;

/// <summary>Ends a request with a problem from where no result can be returned. It is an answer, not a fault: nothing is logged as an error.</summary>
public sealed class ProblemException : Exception
{
    /// <summary>With the answer.</summary>
    public ProblemException(ProblemHttpResult problem)
        : this(problem, null)
    {
    }

    /// <summary>With the answer and its cause.</summary>
    public ProblemException(ProblemHttpResult problem, Exception? innerException)
        : base(problem.ProblemDetails.Detail ?? problem.ProblemDetails.Title, innerException) => Problem = problem;

    /// <summary>The answer.</summary>
    public ProblemHttpResult Problem { get; }
}
