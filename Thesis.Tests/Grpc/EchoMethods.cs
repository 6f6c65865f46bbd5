using Google.Protobuf.Reflection;
using Thesis.Grpc.Tests.V1;

namespace Thesis.Grpc.Tests;

internal static class EchoMethods
{
    public static readonly ServiceDescriptor Service = EchoReflection.Descriptor.Services[0];

    public static readonly Method<EchoRequest, EchoReply> Say = Method.Unary<EchoRequest, EchoReply>(Service, "Say");

    public static readonly Method<EchoRequest, EchoReply> Repeat = Method.ServerStreaming<EchoRequest, EchoReply>(Service, "Repeat");
}
