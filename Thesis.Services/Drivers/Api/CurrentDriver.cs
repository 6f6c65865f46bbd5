using Thesis.ServiceDefaults;
using Thesis.Services.Drivers.Domain;

namespace Thesis.Services.Drivers.Api;

/// <summary>The driver that the caller is.</summary>
internal static class CurrentDriver
{
    /// <exception cref="ProblemException">404: the caller has not registered as a driver.</exception>
    public static Driver OrRegisterFirst(this Driver? driver) => driver ?? throw new ProblemException(Problems.Of(
        StatusCodes.Status404NotFound,
        "driver-not-registered",
        "You are not registered as a driver.",
        "Register first: POST /api/v1/drivers."));
}
