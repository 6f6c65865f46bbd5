using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Thesis.Grpc;

/// <summary>How many messages a method's answer has.</summary>
public enum MethodType
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>One request, a stream of responses.</summary>
    ServerStreaming,
}

/// <summary>A method of a service: its name on the wire and how its messages are read.</summary>
/// <typeparam name="TRequest">The request message.</typeparam>
/// <typeparam name="TResponse">The response message.</typeparam>
public sealed class Method<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    internal Method(MethodDescriptor descriptor, MethodType type)
    {
        Type = type;
        ServiceName = descriptor.Service.FullName;
        Name = descriptor.Name;
        FullName = $"/{ServiceName}/{Name}";
        RequestParser = (MessageParser<TRequest>)descriptor.InputType.Parser;
        ResponseParser = (MessageParser<TResponse>)descriptor.OutputType.Parser;
    }

    /// <summary>Unary or server-streaming.</summary>
    public MethodType Type { get; }

    /// <summary>The service with its package, such as <c>thesis.donations.v1.DonationService</c>.</summary>
    public string ServiceName { get; }

    /// <summary>The method's name within its service.</summary>
    public string Name { get; }

    /// <summary>The path of the HTTP/2 request: <c>/package.Service/Name</c>.</summary>
    public string FullName { get; }

    internal MessageParser<TRequest> RequestParser { get; }

    internal MessageParser<TResponse> ResponseParser { get; }
}

/// <summary>Makes methods from a service's descriptor, so that a wrong name or type fails at start and not on a call.</summary>
public static class Method
{
    /// <summary>A method with one response.</summary>
    /// <exception cref="ArgumentException">The service has no such method, or its shape or messages are others.</exception>
    public static Method<TRequest, TResponse> Unary<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Create<TRequest, TResponse>(service, name, MethodType.Unary);

    /// <summary>A method with a stream of responses.</summary>
    /// <exception cref="ArgumentException">The service has no such method, or its shape or messages are others.</exception>
    public static Method<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        Create<TRequest, TResponse>(service, name, MethodType.ServerStreaming);

    private static Method<TRequest, TResponse> Create<TRequest, TResponse>(ServiceDescriptor service, string name, MethodType type)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var descriptor = service.FindMethodByName(name)
            ?? throw new ArgumentException($"{service.FullName} has no method '{name}'.", nameof(name));
        if (descriptor.IsClientStreaming || descriptor.IsServerStreaming != (type == MethodType.ServerStreaming))
        {
            throw new ArgumentException($"{descriptor.FullName} is not {type}.", nameof(name));
        }

        CheckMessage(descriptor, descriptor.InputType, typeof(TRequest), "request");
        CheckMessage(descriptor, descriptor.OutputType, typeof(TResponse), "response");
        return new Method<TRequest, TResponse>(descriptor, type);
    }

    private static void CheckMessage(MethodDescriptor method, MessageDescriptor declared, Type given, string role)
    {
        if (declared.ClrType != given)
        {
            throw new ArgumentException($"The {role} of {method.FullName} is {declared.ClrType}, not {given}.", nameof(method));
        }
    }
}
