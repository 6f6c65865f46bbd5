using Thesis.Contracts.Allocation.V1;
using Thesis.Contracts.Common.V1;
using Thesis.Contracts.Donations.V1;
using Thesis.Contracts.Donors.V1;
using Thesis.Contracts.Drivers.V1;
using Thesis.Contracts.Ngos.V1;
using Thesis.Contracts.Orders.V1;
using Thesis.Grpc;

namespace Thesis.ServiceDefaults;

/// <summary>Every gRPC method of the contracts, by service.</summary>
public static class GrpcMethods
{
    /// <summary>Methods that change nothing, and are therefore called again when the service could not be reached.</summary>
    private static readonly HashSet<string> Reads =
    [
        Orders.ListClaimableOrders.FullName,
        Orders.AuthorizeTopic.FullName,
        Donations.GetDonations.FullName,
        Donations.AuthorizeTopic.FullName,
        Donors.GetDonors.FullName,
        Donors.AuthorizeTopic.FullName,
        Ngos.GetNgos.FullName,
        Ngos.AuthorizeTopic.FullName,
        Drivers.AuthorizeTopic.FullName,
        Engine.Solve.FullName,
    ];

    /// <summary>Whether calling the method twice does no more than calling it once.</summary>
    public static bool IsRead(string fullName) => Reads.Contains(fullName);

    /// <summary><c>orders.v1.OrdersService</c>.</summary>
    public static class Orders
    {
        /// <summary>Accepted orders that a driver may take, nearest first.</summary>
        public static readonly Method<ListClaimableOrdersRequest, ListClaimableOrdersResponse> ListClaimableOrders =
            Method.Unary<ListClaimableOrdersRequest, ListClaimableOrdersResponse>(OrdersReflection.Descriptor.Services[0], "ListClaimableOrders");

        /// <summary>Gives an order to a driver.</summary>
        public static readonly Method<AssignOrderRequest, AssignOrderResponse> AssignOrder =
            Method.Unary<AssignOrderRequest, AssignOrderResponse>(OrdersReflection.Descriptor.Services[0], "AssignOrder");

        /// <summary>Records what was picked up.</summary>
        public static readonly Method<RecordPickupRequest, RecordPickupResponse> RecordPickup =
            Method.Unary<RecordPickupRequest, RecordPickupResponse>(OrdersReflection.Descriptor.Services[0], "RecordPickup");

        /// <summary>Records what was delivered.</summary>
        public static readonly Method<RecordDeliveryRequest, RecordDeliveryResponse> RecordDelivery =
            Method.Unary<RecordDeliveryRequest, RecordDeliveryResponse>(OrdersReflection.Descriptor.Services[0], "RecordDelivery");

        /// <summary>Records that an order could not be carried out.</summary>
        public static readonly Method<RecordFailureRequest, RecordFailureResponse> RecordFailure =
            Method.Unary<RecordFailureRequest, RecordFailureResponse>(OrdersReflection.Descriptor.Services[0], "RecordFailure");

        /// <summary>Whether the caller may listen to an order's topic.</summary>
        public static readonly Method<AuthorizeTopicRequest, AuthorizeTopicResponse> AuthorizeTopic =
            Method.Unary<AuthorizeTopicRequest, AuthorizeTopicResponse>(OrdersReflection.Descriptor.Services[0], "AuthorizeTopic");
    }

    /// <summary><c>donations.v1.DonationsService</c>.</summary>
    public static class Donations
    {
        /// <summary>Donations by id.</summary>
        public static readonly Method<GetDonationsRequest, GetDonationsResponse> GetDonations =
            Method.Unary<GetDonationsRequest, GetDonationsResponse>(DonationsReflection.Descriptor.Services[0], "GetDonations");

        /// <summary>Whether the caller may listen to a donation's topic.</summary>
        public static readonly Method<AuthorizeTopicRequest, AuthorizeTopicResponse> AuthorizeTopic =
            Method.Unary<AuthorizeTopicRequest, AuthorizeTopicResponse>(DonationsReflection.Descriptor.Services[0], "AuthorizeTopic");
    }

    /// <summary><c>donors.v1.DonorsService</c>.</summary>
    public static class Donors
    {
        /// <summary>Donors by id.</summary>
        public static readonly Method<GetDonorsRequest, GetDonorsResponse> GetDonors =
            Method.Unary<GetDonorsRequest, GetDonorsResponse>(DonorsReflection.Descriptor.Services[0], "GetDonors");

        /// <summary>Whether the caller may listen to a donor's topic.</summary>
        public static readonly Method<AuthorizeTopicRequest, AuthorizeTopicResponse> AuthorizeTopic =
            Method.Unary<AuthorizeTopicRequest, AuthorizeTopicResponse>(DonorsReflection.Descriptor.Services[0], "AuthorizeTopic");
    }

    /// <summary><c>ngos.v1.NgosService</c>.</summary>
    public static class Ngos
    {
        /// <summary>NGOs by id.</summary>
        public static readonly Method<GetNgosRequest, GetNgosResponse> GetNgos =
            Method.Unary<GetNgosRequest, GetNgosResponse>(NgosReflection.Descriptor.Services[0], "GetNgos");

        /// <summary>Whether the caller may listen to an NGO's topic.</summary>
        public static readonly Method<AuthorizeTopicRequest, AuthorizeTopicResponse> AuthorizeTopic =
            Method.Unary<AuthorizeTopicRequest, AuthorizeTopicResponse>(NgosReflection.Descriptor.Services[0], "AuthorizeTopic");
    }

    /// <summary><c>drivers.v1.DriversService</c>.</summary>
    public static class Drivers
    {
        /// <summary>Whether the caller may listen to a driver's topic.</summary>
        public static readonly Method<AuthorizeTopicRequest, AuthorizeTopicResponse> AuthorizeTopic =
            Method.Unary<AuthorizeTopicRequest, AuthorizeTopicResponse>(DriversReflection.Descriptor.Services[0], "AuthorizeTopic");
    }

    /// <summary><c>allocation.v1.OptimizationEngine</c>.</summary>
    public static class Engine
    {
        /// <summary>Solves one allocation problem.</summary>
        public static readonly Method<AllocationRequest, AllocationResponse> Solve =
            Method.Unary<AllocationRequest, AllocationResponse>(AllocationReflection.Descriptor.Services[0], "Solve");

        /// <summary>Solves one allocation problem and tells its progress.</summary>
        public static readonly Method<AllocationRequest, SolveProgress> SolveStream =
            Method.ServerStreaming<AllocationRequest, SolveProgress>(AllocationReflection.Descriptor.Services[0], "SolveStream");

        /// <summary>Ends a call of the same engine by its name.</summary>
        public static readonly Method<StopRequest, StopResponse> Stop =
            Method.Unary<StopRequest, StopResponse>(AllocationReflection.Descriptor.Services[0], "Stop");
    }
}
