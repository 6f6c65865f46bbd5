namespace Thesis.Grpc;

/// <summary>The outcome of a call; the numbers are those of the gRPC protocol.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>An error that cannot be told more precisely, such as an exception of a handler.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>Time ran out before the call ended; its effect may have happened.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a limit or a message size is exceeded.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; retrying alone will not help.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with another call; the whole transaction may be retried.</summary>
    Aborted = 10,

    /// <summary>Past the end of a valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method, or a feature of the protocol, is not there.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of the system, or the protocol itself, was broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; retrying with backoff may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
