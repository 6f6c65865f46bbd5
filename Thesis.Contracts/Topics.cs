namespace Thesis.Contracts;

/// <summary>The event log's topics. One message type each; a topic's events are ordered by key.</summary>
public static class Topics
{
    public const string DonorCreated = "donor.created";
    public const string DonorUpdated = "donor.updated";
    public const string NgoCreated = "ngo.created";
    public const string NgoUpdated = "ngo.updated";
    public const string RegionCreated = "region.created";
    public const string RegionUpdated = "region.updated";
    public const string UserUpdated = "user.updated";
    public const string OrganisationJoined = "organisation.joined";
    public const string AccountSignedOut = "account.signed.out";
    public const string UserDeleted = "user.deleted";
    public const string DonationCreated = "donation.created";
    public const string DonationUpdated = "donation.updated";
    public const string DonationAllocated = "donation.allocated";
    public const string AllocationRequested = "allocation.requested";
    public const string AllocationCancelled = "allocation.cancelled";
    public const string AllocationCompleted = "allocation.completed";
    public const string AllocationDecided = "allocation.decided";
    public const string OrderCreated = "order.created";
    public const string OrderStatusChanged = "order.status.changed";
    public const string NotificationCreated = "notification.created";
    public const string NotificationsUnsubscribed = "notification.unsubscribed";
    public const string ChatMessagePosted = "chat.message.posted";
    public const string ChatMessageHidden = "chat.message.hidden";
    public const string ChatConversationRead = "chat.conversation.read";
    public const string DriverUpdated = "driver.updated";
    public const string DriverLocationUpdated = "driver.location.updated";
}
